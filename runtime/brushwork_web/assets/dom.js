// Elements, and the words of the page.

let words = {};

export function speak(found) {
  words = found;
}

/** A word of the page, with its places filled in. */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, place) => values[place] ?? "");
}

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "textContent", "open", "htmlFor", "className"]);

/** An element: attributes and properties by name, listeners as `onclick`, then what it holds. */
export function make(tag, given = {}, ...inside) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) found[name] = value;
    else found.setAttribute(name, value);
  }
  found.append(...inside.filter((each) => each !== null && each !== undefined));
  return found;
}

export function drawn(tag, given = {}, ...inside) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(given)) found.setAttribute(name, value);
  found.append(...inside);
  return found;
}

/** A button that shows what an argument is, and that text. */
export function about(name, schema) {
  const id = `f-${name}-about`;
  const text = make("p", { className: "about", id, hidden: true }, schema.description ?? "");
  const button = make("button", { type: "button", className: "ask", "aria-label": `${name} ?`, "aria-expanded": "false", "aria-controls": id, onclick: () => {
    text.hidden = !text.hidden;
    button.setAttribute("aria-expanded", String(!text.hidden));
  } }, "?");
  return [button, text];
}

/** What the server answers; an error has its message. */
export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("offline"));
  }
  const content = await answer.json();
  if (!answer.ok) throw new Error(content?.error?.message ?? String(answer.status));
  return content;
}

export function send(path, content, options = {}) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content), ...options });
}

/** Where a picture is shown: those of the server by their handles, no others. */
export function shown(handle) {
  return /^(upload|made):/.test(handle) ? `/api/pictures/${encodeURIComponent(handle)}` : handle.startsWith("data:") ? handle : null;
}
