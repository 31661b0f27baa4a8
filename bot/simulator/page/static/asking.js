/* What the page asks of the town: deeds in a chat, answered as JSON. */

export async function ask(chat, deed, said = {}) {
  try {
    const answer = await fetch(`chats/${chat}/${deed}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {}; // the stream will say that the demo is gone
  }
}

export function make(tag, settings = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
