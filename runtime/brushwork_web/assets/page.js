// The playground: the form of a mode, what it costs, and the pictures that were made.

import { ask, make, say, send, speak } from "./dom.js";
import { fields } from "./form.js";
import { gallery } from "./gallery.js";

const WAYS = { python: "Python", command: "brushwork", curl: "curl", batch: "batch", mcp: "MCP" };
const form = document.getElementById("form");
const about = { models: [], emulated: true };
const state = { model: "", mode: "", second: "", variation: null, fields: null, tried: false, codes: {}, way: "python", round: 0, opening: 0, both: [], known: null };

const part = {};

async function begin() {
  const found = await ask("/api/start");
  speak(found.words);
  Object.assign(about, found);
  for (const link of document.querySelectorAll("header nav a")) {
    if (document.documentElement.lang.startsWith(link.hreflang)) link.setAttribute("aria-current", "true");
    link.addEventListener("click", () => { link.hash = location.hash; });
  }
  layOut();
  part.gallery = gallery({ restore, editThis, again, money });
  money(found.money);
  const kept = restored();
  await open(kept?.model ?? found.model, kept?.mode, kept ?? {});
  await part.gallery.load();
}

function layOut() {
  part.model = make("select", { id: "model", onchange: () => open(part.model.value) }, ...about.models.map((each) => make("option", { value: each.id }, each.id)));
  part.summary = make("p", { className: "note" });
  part.modes = make("div", { className: "chips" });
  part.fields = make("div", { id: "fields" });
  part.second = make("select", { id: "second", onchange: () => compare(part.second.value) });
  part.price = make("output", { id: "price" });
  part.make = make("button", { type: "submit", className: "main" }, say("make"));
  part.anew = make("button", { type: "button", hidden: true, onclick: () => { state.variation = Date.now(); submit(); } }, say("again"));
  part.code = make("details", { className: "more code" });
  form.append(
    make("p", { className: "intro" }, say("intro")),
    make("div", { className: "field" }, make("div", { className: "head" }, make("label", { htmlFor: "model" }, say("model"))), part.model, part.summary),
    make("fieldset", { className: "field" }, make("legend", { className: "unseen" }, say("mode")), make("div", { className: "head" }, make("span", { className: "name" }, say("mode"))), part.modes),
    part.fields,
    make("details", { className: "more" }, make("summary", {}, say("compare")), make("div", { className: "field" }, make("label", { className: "unseen", htmlFor: "second" }, say("compare")), part.second)),
    part.code,
    make("div", { className: "bar" }, part.price, part.anew, part.make),
  );
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    const input = form.querySelector("fieldset:has(.drop)");
    if (files.length && input) input.pasted(files);
  });
  document.getElementById("gallery-title").textContent = say("gallery");
}

/** Shows the form of a model's mode, with the values that both have. */
async function open(model, mode, values) {
  const known = about.models.find((each) => each.id === model) ?? about.models[0];
  const before = values ?? state.fields?.read() ?? {};
  const modes = known.modes.map((each) => each.name);
  const wanted = [mode, state.mode, modes[0]].find((each) => modes.includes(each));
  const opening = ++state.opening;
  const found = await ask(`/api/form/${known.id}?mode=${encodeURIComponent(wanted)}`);
  if (opening !== state.opening) return; // another one was chosen meanwhile
  Object.assign(state, { model: known.id, mode: found.mode, variation: null, tried: false });
  part.model.value = known.id;
  part.summary.textContent = [known.summary, found.summary].filter(Boolean).join(" ").replaceAll("。 ", "。");
  part.modes.replaceChildren(...modes.map((name) => make("label", {}, make("input", { type: "radio", name: "mode", value: name, checked: name === found.mode, onchange: () => open(known.id, name) }), name)));
  const others = about.models.filter((each) => each.id !== known.id && each.modes.some((other) => other.name === found.mode));
  const second = others.some((each) => each.id === state.second) ? state.second : "";
  part.second.replaceChildren(make("option", { value: "" }, say("no_comparison")), ...others.map((each) => make("option", { value: each.id }, each.id)));
  part.second.value = second;
  state.fields = fields(part.fields, found, changed, (other) => open(other, state.mode));
  state.fields.write(Object.fromEntries(Object.entries(before).filter(([name]) => name in found.properties)));
  await compare(second);
}

/** Takes a second model, which is asked for the same as far as it has the arguments. */
async function compare(second) {
  state.second = second;
  state.both = second ? Object.keys((await ask(`/api/form/${second}?mode=${encodeURIComponent(state.mode)}`)).properties) : [];
  await check();
}

let waiting;
function changed() {
  state.variation = null;
  clearTimeout(waiting);
  waiting = setTimeout(check, 120);
}

function request(model = state.model) {
  const values = Object.entries(state.fields.read()).filter(([name]) => model === state.model || state.both.includes(name));
  return { model, mode: state.mode, ...Object.fromEntries(values) };
}

/** Asks the server what is wrong with the request, and what it costs; whether it is right, null if it has changed since. */
async function check() {
  clearTimeout(waiting);
  const round = ++state.round;
  const asked = [state.model, ...(state.second ? [state.second] : [])];
  history.replaceState(null, "", `#${encodeURIComponent(JSON.stringify(request()))}`);
  let answers;
  try {
    answers = await Promise.all(asked.map((model) => send("/api/check", { request: request(model), names: state.fields.names(), variation: state.variation })));
  } catch (error) {
    part.price.textContent = error.message;
    return false;
  }
  if (round !== state.round) return null;
  const [first] = answers;
  const others = first.violations.length ? [] : (answers[1]?.violations ?? []);
  state.bad = state.fields.show(first.violations, state.tried, others.map((each) => `${state.second}: ${each.message}`));
  state.known = answers.every((each) => each.known) ? first.known : null;
  part.price.textContent = first.violations.length ? "" : state.known ? say("known") : answers.filter((each) => each.cost).map((each) => price(each.cost)).join(" + ");
  part.make.textContent = say(state.known ? "show" : "make");
  part.anew.hidden = !state.known;
  if (first.codes) showCode(first.codes);
  part.code.hidden = !first.codes;
  return answers.every((each) => !each.violations.length);
}

function price({ low, high, currency }) {
  if (high === null) return say("cost_unknown");
  const amount = low === high ? say("cost_exact", { amount: high, currency: currency ?? "" }) : say("cost_between", { low, high, currency: currency ?? "" });
  return about.emulated ? say("cost_free", { cost: amount }) : amount;
}

async function submit() {
  if (part.make.disabled) return;
  state.tried = true;
  part.make.disabled = true;
  try {
    let right;
    do right = await check(); while (right === null);
    if (!right) { state.bad?.focus(); return; }
    const models = [state.model, ...(state.second ? [state.second] : [])];
    for (const model of models.reverse()) part.gallery.put(await send("/api/orders", { request: request(model), variation: state.variation }));
    document.getElementById("gallery").scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    await check();
  } catch (error) {
    part.price.textContent = error.message;
  } finally {
    part.make.disabled = false;
  }
}

// The same as code

function showCode(codes) {
  state.codes = codes;
  if (!part.pre) {
    part.pre = make("pre", { tabindex: "0", role: "tabpanel", id: "code-panel", "aria-label": say("as_code") });
    part.tabs = make("div", { className: "tabs", role: "tablist", "aria-label": say("as_code") }, ...Object.entries(WAYS).map(([way, title]) => make("button", { type: "button", role: "tab", "data-way": way, "aria-controls": "code-panel", onclick: () => pick(way) }, title)));
    part.tabs.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const ways = Object.keys(WAYS);
      pick(ways[(ways.indexOf(state.way) + step + ways.length) % ways.length], true);
    });
    const copy = make("button", { type: "button", onclick: async () => {
      await navigator.clipboard?.writeText(part.pre.textContent);
      copy.textContent = say("copied");
      setTimeout(() => { copy.textContent = say("copy"); }, 1500);
    } }, say("copy"));
    part.code.append(make("summary", {}, say("as_code")), part.tabs, part.pre, copy);
  }
  pick(state.way);
}

function pick(way, focus = false) {
  state.way = way;
  for (const tab of part.tabs.children) {
    const chosen = tab.dataset.way === way;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
  }
  part.pre.textContent = state.codes[way] ?? "";
}

// What the gallery asks for

function restored() {
  try {
    return location.hash.length > 1 ? JSON.parse(decodeURIComponent(location.hash.slice(1))) : null;
  } catch {
    return null;
  }
}

async function restore({ model, mode, ...values }, own) {
  await open(model ?? own.model, mode ?? own.mode, values);
  form.scrollIntoView({ block: "start" });
  part.model.focus();
}

/** Puts a picture into the form; of a mode that edits, of a model that has one. */
async function editThis(picture) {
  const edits = (each) => each.modes.some((mode) => mode.name === "edit");
  const model = [about.models.find((each) => each.id === state.model), ...about.models].find((each) => each && edits(each));
  if (!model) return;
  await open(model.id, "edit", {});
  state.fields.add(picture.handle, picture.file);
  form.scrollIntoView({ block: "start" });
  document.getElementById("f-prompt")?.focus();
}

async function again(order) {
  const { model, mode, ...values } = order.request;
  part.gallery.put(await send("/api/orders", { request: { model: model ?? order.model, mode: mode ?? order.mode, ...values }, variation: Date.now() }));
}

function money(sums) {
  const spent = sums.filter((each) => each.budget !== null).map((each) => say("spent", each));
  document.getElementById("status").textContent = about.emulated ? say("emulator") : [about.region, ...spent].filter(Boolean).join(" · ");
}

begin().catch((error) => { document.getElementById("status").textContent = error.message; });
