/* Joins the page: words first, then the chats and the board, then the stream that keeps them true. */

import { make } from "./asking.js";
import { Board } from "./board.js";
import { Chat } from "./chat.js";
import * as words from "./words.js";

const { words: said, town } = await (await fetch("words")).json();
words.learn(said);
words.apply();
const chats = { coordinator: new Chat("coordinator", town), resident: new Chat("resident", town) };
const board = new Board(town);
board.show(null);
offerLanguages();
listen();

function offerLanguages() {
  const choose = (language) => () => {
    words.speak(language);
    for (const chat of Object.values(chats)) chat.speak();
    board.show(board.last);
    offerLanguages();
    document.querySelector(`#languages [lang=${language}]`).focus();
  };
  document.getElementById("languages").replaceChildren(...words.languages().map((language) =>
    make("button", { type: "button", lang: language, "aria-pressed": String(language === words.current()), onclick: choose(language) },
      words.say(`language-${language}`, language))));
}

function listen() {
  const lost = document.getElementById("lost");
  const stream = new EventSource("feed");
  stream.addEventListener("open", () => { lost.hidden = true; });
  stream.addEventListener("error", () => { lost.hidden = false; });
  stream.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    for (const [name, pane] of Object.entries(news.panes ?? {})) chats[name].take(pane);
    if (!news.board) return;
    board.show(news.board);
    for (const [name, chat] of Object.entries(chats)) chat.become(news.board.languages?.[name]);
  });
  addEventListener("pagehide", () => stream.close());
}
