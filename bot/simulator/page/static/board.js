/* The live call: figures, a map of the town, and what the residents do. */

import { make } from "./asking.js";
import { named, say } from "./words.js";

const COMMAND = /(\/[a-z]+)/;
const MARGIN = 600; // metres
const SVG = "http://www.w3.org/2000/svg";
const FIGURES = [
  ["demo-asked", "asked"], ["demo-delivered", "delivered"], ["demo-seen", "seen"], ["demo-silent", "silent"],
  ["demo-coming", "coming"], ["demo-stand-by", "stand_by"], ["demo-on-the-way", "on_the_way"], ["demo-arrived", "arrived"],
  ["demo-cannot", "cannot"],
];
const SHOWN_ON_MAP = new Set(["silent", "coming", "stand_by", "arrived", "cannot"]);
const NEWEST = 24;

export class Board {
  constructor(town) {
    this.town = town;
    this.last = null;
    this.root = document.getElementById("board");
    this.title = make("h2");
    this.about = make("p", { class: "board-about" });
    this.progress = make("div", { class: "board-progress" });
    this.figures = make("dl", { class: "figures" });
    this.map = make("div", { class: "map" });
    this.news = make("ol", { class: "news" });
    this.newsTitle = make("h3");
    this.foot = make("p", { class: "board-foot" });
    const head = make("div", { class: "board-head", "aria-live": "polite" }, this.title, this.about);
    this.root.append(make("div", { class: "board-inside", tabindex: "0" }, head, this.progress, this.figures, this.map, this.newsTitle, this.news, this.foot));
  }

  show(board) {
    this.last = board;
    const call = board?.call ?? null;
    this.title.textContent = call ? `${say("demo-call")} ${call.number}` : say("demo-live-call");
    this.root.classList.toggle("is-emergency", Boolean(call?.is_emergency));
    this.showAbout(call);
    this.showProgress(call);
    this.showFigures(call);
    this.showMap(call);
    this.showNews(board?.happenings ?? []);
    this.foot.replaceChildren(`${say("demo-telegram-took")} `, make("bdi", {}, String(board?.took ?? 0)));
  }

  showAbout(call) {
    if (!call) {
      this.about.replaceChildren(make("p", {}, ...say("demo-no-call").split(COMMAND).map((part) =>
        part.startsWith("/") ? make("bdi", { dir: "ltr" }, part) : part)));
      return;
    }
    const state = make("span", { class: `state ${call.state}` }, say(`call-state-${call.state}`));
    const sort = call.is_drill ? "demo-drill" : call.is_emergency ? "demo-emergency" : null;
    this.about.replaceChildren(...[
      make("bdi", { class: "kind" }, named(call.kind)), make("bdi", { class: "place" }, named(call.place)), state,
      sort ? make("span", { class: "state sort" }, say(sort)) : null,
      make("span", { class: "state" }, `${say("demo-wave")} ${call.wave}`),
    ].filter(Boolean));
  }

  showProgress(call) {
    this.progress.hidden = !call;
    if (!call) return;
    const places = Math.max(call.needed, call.target);
    const seats = Array.from({ length: places }, (_, seat) =>
      make("i", { class: seat < call.tally.arrived ? "arrived" : seat < call.tally.coming ? "coming" : "" }));
    this.progress.replaceChildren(
      make("p", {}, make("span", {}, say("demo-needed")), make("strong", {}, String(places))),
      make("div", { class: "seats", "aria-hidden": "true" }, ...seats));
  }

  showFigures(call) {
    this.figures.hidden = !call;
    if (!call) return;
    this.figures.replaceChildren(...FIGURES.map(([key, name]) =>
      make("div", { class: `figure ${name}`, "data-figure": name }, make("dt", {}, SHOWN_ON_MAP.has(name) ? make("i") : null, say(key)), make("dd", {}, String(call.tally[name])))));
  }

  showMap(call) {
    const window = call ? around(call) : this.town.window;
    const drawing = shape("svg", { viewBox: window.join(" "), role: "img", "aria-label": say("demo-map") });
    for (const place of this.town.places) {
      const outline = shape("polygon", { points: place.ring.map((corner) => corner.join(",")).join(" ") });
      outline.append(titled(named(place.names)));
      drawing.append(outline);
    }
    if (call) drawCall(drawing, call, Math.max(window[2] / 2, window[3]) / 100);
    this.map.replaceChildren(drawing);
  }

  showNews(happenings) {
    this.newsTitle.textContent = say("demo-happening");
    if (!happenings.length) {
      this.news.replaceChildren(make("li", { class: "nothing" }, say("demo-happening-nothing")));
      return;
    }
    const lines = [...happenings].reverse().slice(0, NEWEST).map((one) => make("li", { class: one.sort },
      make("bdi", { class: "who" }, one.who), make("bdi", { class: "did" }, one.words)));
    this.news.replaceChildren(...lines);
  }
}

/* The part of the town that holds the call and everybody who was asked. */
function around(call) {
  const spots = [call.at, ...call.people.map((one) => one.at)];
  const [east, south] = [spots.map((spot) => spot[0]), spots.map((spot) => spot[1])];
  const [left, top] = [Math.min(...east) - MARGIN, Math.min(...south) - MARGIN];
  return [left, top, Math.max(...east) + MARGIN - left, Math.max(...south) + MARGIN - top];
}

function drawCall(drawing, call, unit) {
  const [x, y] = call.at;
  drawing.append(shape("circle", { class: "call-ring", cx: x, cy: y, r: 10 * unit }));
  for (const one of call.people) {
    drawing.append(shape("circle", { class: `dot ${one.standing}${one.you ? " you" : ""}`, cx: one.at[0], cy: one.at[1], r: (one.you ? 3.6 : 2.6) * unit }));
  }
  drawing.append(shape("path", { class: "call-spot", d: `M${x} ${y} l${-2.6 * unit} ${-5.4 * unit} a${3 * unit} ${3 * unit} 0 1 1 ${5.2 * unit} 0 z` }));
}

function shape(tag, settings) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
  return element;
}

function titled(words) {
  const title = document.createElementNS(SVG, "title");
  title.textContent = words;
  return title;
}
