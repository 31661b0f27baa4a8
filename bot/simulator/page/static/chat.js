/* A phone on the page: one chat, its keyboard and its hands. */

import { ask, make } from "./asking.js";
import { drawn } from "./message.js";
import { current, direction, named, say } from "./words.js";

const COMMANDS = {
  coordinator: ["/emergency", "/call", "/status", "/team", "/help"],
  resident: ["/start", "/profile", "/pause", "/mydata", "/help"],
};
const TOAST_LASTS = 4000;
const NEAR_THE_END = 80;

const asksFor = (key) => (key.request_contact ? "contact" : key.request_location ? "location" : "words");

export class Chat {
  constructor(name, town) {
    this.name = name;
    this.town = town;
    this.reader = null; // the language chosen in the chat itself
    this.person = "";
    this.keys = [];
    this.messages = new Map();
    this.root = document.getElementById(name);
    this.root.append(document.getElementById("phone").content.cloneNode(true));
    this.log = this.find(".log");
    this.listen();
    this.speak();
  }

  get language() {
    return this.reader ?? current();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  listen() {
    const input = this.find("input");
    this.find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) ask(this.name, "say", { text: input.value });
      input.value = "";
    });
    this.find(".phone-anew").addEventListener("click", () => ask(this.name, "become", { language: current() }));
    this.find(".newest").addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => this.noteEnd(), { passive: true });
  }

  /* Everything around the messages, in the language of whoever holds this phone. */
  speak() {
    const language = this.language;
    this.root.lang = language;
    this.root.dir = direction(language);
    this.find("h2").textContent = this.person;
    this.find(".phone-face").textContent = [...this.person][0] ?? "";
    this.find(".phone-role").textContent = say(`demo-role-${this.name}`, language);
    const anew = this.find(".phone-anew");
    anew.textContent = say("demo-start-over", language);
    anew.title = say("demo-start-over-about", language);
    anew.hidden = this.name !== "resident";
    this.log.setAttribute("aria-label", say(`demo-chat-${this.name}`, language));
    this.find("input").setAttribute("aria-label", say("demo-write", language));
    this.find("input").placeholder = say("demo-write", language);
    this.find("form button").setAttribute("aria-label", say("demo-send", language));
    this.find(".newest").textContent = say("demo-newest", language);
    this.find(".commands").setAttribute("aria-label", say("demo-commands", language));
    this.find(".commands").replaceChildren(...COMMANDS[this.name].map((words) =>
      make("li", {}, make("button", { type: "button", dir: "ltr", onclick: () => ask(this.name, "say", { text: words }) }, words))));
    this.showKeys();
    for (const message of this.messages.values()) this.put(message);
  }

  become(language) {
    if (language === this.reader) return;
    this.reader = language ?? null;
    this.speak();
  }

  take(news) {
    const atEnd = this.isAtEnd();
    if (news.anew) this.forget(news);
    for (const id of news.gone) this.remove(id);
    for (const message of news.messages) {
      this.messages.set(message.id, message);
      this.put(message);
    }
    this.keys = news.keys;
    this.showKeys();
    this.find(".start")?.remove();
    if (!this.messages.size) this.log.append(this.startButton());
    if (atEnd || news.messages.some((message) => message.mine)) this.toEnd();
    this.noteEnd();
  }

  forget(news) {
    this.messages.clear();
    this.log.replaceChildren();
    this.person = news.person;
    this.reader = null;
    this.speak();
  }

  remove(id) {
    this.messages.delete(id);
    this.standing(id)?.remove();
  }

  /* Put a message into its place; one that changed keeps its place, and the focus stays with it. */
  put(message) {
    const before = this.standing(message.id);
    const now = drawn(message, this);
    if (!before) {
      const later = [...this.log.querySelectorAll(".message")].find((one) => Number(one.dataset.id) > message.id);
      this.log.insertBefore(now, later ?? null);
      return;
    }
    const held = before.contains(document.activeElement);
    before.replaceWith(now);
    if (held) (now.querySelector("button.button") ?? now).focus({ preventScroll: true });
  }

  standing(id) {
    return this.log.querySelector(`[data-id="${id}"]`);
  }

  startButton() {
    return make("button", { type: "button", class: "start", onclick: () => ask(this.name, "say", { text: "/start" }) }, say("demo-start", this.language));
  }

  showKeys() {
    const box = this.find(".keys");
    box.hidden = !this.keys.length;
    box.replaceChildren(...this.keys.map((row) => make("div", { class: "row" }, ...row.map((key) =>
      make("button", { type: "button", class: "key", "data-asks": asksFor(key), onclick: () => this.pressKey(key) }, make("span", { dir: "auto" }, key.text))))));
  }

  pressKey(key) {
    if (key.request_contact) ask(this.name, "contact");
    else if (key.request_location) this.chooseWhere();
    else ask(this.name, "say", { text: key.text });
  }

  chooseWhere() {
    const dialog = document.getElementById("where");
    dialog.lang = this.language;
    dialog.dir = direction(this.language);
    for (const element of dialog.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say, this.language);
    dialog.querySelector(".where-places").replaceChildren(...this.town.places.map((place) =>
      make("button", { type: "button", class: "button", onclick: () => {
        dialog.close();
        ask(this.name, "location", { lat: place.lat, lon: place.lon });
      } }, make("span", { dir: "auto" }, named(place.names, this.language)))));
    dialog.showModal();
  }

  /* The bot's answer to a press: an alert to be tapped away, or a line that fades. */
  answered({ toast, alert }) {
    if (!toast) return;
    if (alert) {
      const dialog = document.getElementById("alert");
      const words = dialog.querySelector("p");
      words.textContent = toast;
      words.dir = "auto";
      words.lang = this.language;
      dialog.showModal();
      return;
    }
    const line = this.find(".toast");
    line.textContent = toast;
    line.classList.add("shown");
    clearTimeout(this.fading);
    this.fading = setTimeout(() => line.classList.remove("shown"), TOAST_LASTS);
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  noteEnd() {
    this.find(".newest").hidden = this.isAtEnd();
  }
}
