/* The page's words in four languages, and which of them is spoken. */

const RIGHT_TO_LEFT = new Set(["he", "ar"]);
const REMEMBERED = "eshkol-demo-language";

let said = {};
let spoken = "he";

export const languages = () => Object.keys(said);
export const current = () => spoken;
export const direction = (language) => (RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr");
export const say = (key, language = spoken) => said[language]?.[key] ?? "";
export const named = (names, language = spoken) => names[language] ?? "";

export function learn(words) {
  said = words;
  const wished = new URLSearchParams(location.search).get("lang") ?? remembered();
  spoken = wished in said ? wished : "he";
}

export function speak(language) {
  spoken = language;
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch { /* a browser that keeps nothing still shows the page */ }
  apply();
}

export function apply() {
  document.documentElement.lang = spoken;
  document.documentElement.dir = direction(spoken);
  document.title = say("demo-title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) ?? "he";
  } catch {
    return "he";
  }
}
