/* One message: its words, what is attached, and its buttons. */

import { ask, make } from "./asking.js";
import { say } from "./words.js";

const COMMAND = /(?<![\w/])(\/[a-z_]{2,32})\b/g;
const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Jerusalem" };
const ICONS = { contact: "👤", location: "📍", file: "📎" };
const SPOKEN_OF = { contact: "demo-contact-shared", location: "demo-location-shared", file: "demo-attachment" };

export function drawn(message, chat) {
  const bubble = make("div", { class: "bubble" },
    message.attached ? attached(message.attached, chat.language) : null,
    message.text ? make("p", { class: "words", dir: "auto" }, ...withCommands(message, chat)) : null,
    stamp(message, chat.language));
  const whose = message.mine ? "mine" : "theirs";
  const speaker = make("span", { class: "unseen" }, `${message.mine ? say("demo-you", chat.language) : say("demo-bot-name", chat.language)}: `);
  return make("article", { class: `message ${whose}`, "data-id": message.id, tabindex: "-1" }, speaker, bubble, ...keyboard(message, chat));
}

function attached(thing, language) {
  return make("p", { class: "attached" },
    make("span", { "aria-hidden": "true" }, `${ICONS[thing.sort]} `), say(SPOKEN_OF[thing.sort], language),
    make("bdi", { dir: "ltr" }, thing.words));
}

function withCommands(message, chat) {
  if (message.mine) return [message.text];
  return message.text.split(COMMAND).map((part) =>
    COMMAND.test(part) && !(COMMAND.lastIndex = 0)
      ? make("button", { type: "button", class: "command", dir: "ltr", onclick: () => ask(chat.name, "say", { text: part }) }, part)
      : part);
}

function stamp(message, language) {
  const at = new Date(message.at);
  return make("p", { class: "stamp" },
    message.edited ? make("span", {}, say("demo-edited", language)) : null,
    make("time", { datetime: message.at, dir: "ltr" }, at.toLocaleTimeString("en-GB", CLOCK)));
}

function keyboard(message, chat) {
  if (!message.rows.length) return [];
  const rows = message.rows.map((row) => make("div", { class: "row" }, ...row.map((button) => drawnButton(button, message, chat))));
  return [make("div", { class: "buttons" }, ...rows)];
}

function drawnButton(button, message, chat) {
  const label = make("span", { dir: "auto" }, button.text);
  if (button.url) {
    return make("a", { class: "button", href: button.url, target: "_blank", rel: "noopener noreferrer" }, label, make("span", { class: "away", "aria-hidden": "true" }, "↗"));
  }
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    const answer = await ask(chat.name, "press", { message: message.id, data: button.data });
    pressed.removeAttribute("aria-busy");
    chat.answered(answer);
  };
  return make("button", { type: "button", class: "button", "data-press": button.data, onclick: press }, label);
}
