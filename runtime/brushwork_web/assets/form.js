// The form of a mode, made of its JSON Schema: a field for each argument. A new model needs no line here.

import { about, drawn, make, say } from "./dom.js";
import { pictures } from "./pictures.js";

const FIRST = ["prompt", "size", "n", "max_images"];
const LONG = new Set(["negative_prompt"]);

/** Fills `place` with the fields of a form; what comes back reads and writes their values, and shows what is wrong. */
export function fields(place, form, changed, switchTo) {
  const made = new Map();
  const images = pictures(form, changed);
  const first = make("div");
  const more = make("details", { className: "more" }, make("summary", {}, say("more")));
  const front = (name) => FIRST.includes(name) || form.required.includes(name);
  for (const [name, schema] of Object.entries(form.properties)) {
    if (images.names.includes(name) || name === "bbox_list") continue;
    const field = control(name, schema, changed);
    made.set(name, field);
    (front(name) ? first : more).append(field.root);
    if (name === "prompt" || (name === Object.keys(form.properties)[0] && !form.properties.prompt)) first.append(images.root);
  }
  if (!images.root.isConnected && !images.root.parentNode) first.append(images.root);
  place.replaceChildren(first, ...(more.childElementCount > 1 ? [more] : []), make("div", { className: "faults general" }));
  const touched = new Set();
  place.addEventListener("input", (event) => touched.add(event.target.closest("[data-name]")?.dataset.name));

  function read() {
    const values = {};
    for (const [name, field] of made) {
      const value = field.read();
      if (value !== undefined) values[name] = value;
    }
    return { ...values, ...images.read() };
  }

  function write(values) {
    for (const [name, field] of made) {
      field.write(values[name]);
      if (values[name] !== undefined && !front(name)) more.open = true;
    }
    images.write(values);
  }

  /** Shows violations at their fields, `others` below them; those of fields that nobody has filled in only with `all`. */
  function show(violations, all, others = []) {
    for (const old of place.querySelectorAll(".faults")) old.replaceChildren();
    for (const old of place.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
    const values = read();
    let firstBad = null;
    for (const fault of violations) {
      const name = fault.argument === "bbox_list" && images.names.length ? images.names[0] : fault.argument;
      if (!all && values[name] === undefined && !touched.has(name)) continue;
      const field = place.querySelector(`[data-name="${CSS.escape(name)}"]`);
      const where = (field ?? place).querySelector(field ? ".faults" : ".general");
      const control = field?.querySelector("input:not([type=file]), select, textarea, button:not(.ask)");
      control?.setAttribute("aria-invalid", "true");
      if (field && more.contains(field)) more.open = true;
      firstBad ??= control;
      where.append(...told(fault, made.get(fault.argument)));
    }
    place.querySelector(".general").append(...others.map((text) => make("p", {}, text)));
    return firstBad;
  }

  function told(fault, field) {
    const parts = [make("p", {}, fault.message)];
    if (fault.nearest !== null && field && fault.parameter === fault.argument) {
      const value = typeof fault.nearest === "string" ? fault.nearest : JSON.stringify(fault.nearest);
      const use = () => { field.write(fault.nearest); changed(); };
      parts.push(make("button", { type: "button", onclick: use }, say("use", { value })));
    }
    for (const model of fault.accepted_by.slice(0, 3)) {
      parts.push(make("button", { type: "button", onclick: () => switchTo(model) }, say("switch", { model })));
    }
    return parts;
  }

  return { read, write, show, names: images.fileNames, add: images.add };
}

/** A field for one argument: its element, and how its value is read and written. */
function control(name, schema, changed) {
  const sizes = sizesOf(schema);
  if (sizes) return sizeField(name, schema, sizes, changed);
  if (schema.type === "boolean") return choiceField(name, schema, [["true", say("yes"), true], ["false", say("no"), false]], changed);
  if (schema.enum && schema.type !== "array") return choiceField(name, schema, schema.enum.map((each) => [String(each), String(each), each]), changed);
  if (schema.type === "integer" || schema.type === "number") return numberField(name, schema, changed);
  if (schema.type === "array" && schema.items?.properties?.hex) return paletteField(name, schema, changed);
  if (schema.type === "string") return textField(name, schema, changed);
  return jsonField(name, schema, changed);
}

function head(name, schema, labelled = true) {
  const label = labelled ? make("label", { htmlFor: `f-${name}` }, name) : make("span", { className: "name" }, name);
  return make("div", { className: "head" }, label, ...about(name, schema));
}

function field(name, schema, inside) {
  return make("div", { className: "field", "data-name": name }, head(name, schema), ...inside, make("div", { className: "faults", id: `f-${name}-faults`, role: "status" }));
}

function group(name, schema, inside) {
  const root = make("fieldset", { className: "field", "data-name": name }, make("legend", { className: "unseen" }, name), head(name, schema, false), ...inside);
  root.append(make("div", { className: "faults", role: "status" }));
  return root;
}

const described = (name) => ({ id: `f-${name}`, "aria-describedby": `f-${name}-faults` });

function textField(name, schema, changed) {
  const long = name === "prompt" || LONG.has(name);
  const most = schema["x-brushwork-cut-after"]?.characters;
  const counter = make("span", { className: "count" });
  const count = () => { counter.textContent = most && text.value ? `${[...text.value].length} / ${most}` : ""; };
  const text = make(long ? "textarea" : "input", { ...described(name), oninput: () => { count(); changed(); }, ...(schema.examples ? { list: `f-${name}-list` } : {}) });
  const list = schema.examples ? make("datalist", { id: `f-${name}-list` }, ...schema.examples.map((value) => make("option", { value }))) : null;
  const root = field(name, schema, [text, list]);
  root.querySelector(".head").append(counter);
  return { root, read: () => (text.value === "" ? undefined : text.value), write: (value) => { text.value = value ?? ""; count(); } };
}

function numberField(name, schema, changed) {
  const given = { type: "number", inputmode: "decimal", min: schema.minimum, max: schema.maximum, step: schema.type === "integer" ? 1 : "any" };
  const number = make("input", { ...described(name), ...given, placeholder: placeholder(schema), oninput: changed });
  return {
    root: field(name, schema, [number]),
    read: () => (number.value === "" ? undefined : Number(number.value)),
    write: (value) => { number.value = value ?? ""; },
  };
}

function placeholder(schema) {
  const range = schema.minimum !== undefined && schema.maximum !== undefined ? `${schema.minimum} – ${schema.maximum}` : "";
  const usual = schema.default === undefined ? "" : say("default_is", { value: String(schema.default) });
  return [range, usual].filter(Boolean).join("; ");
}

function choiceField(name, schema, choices, changed) {
  const usual = schema.default === undefined ? say("none_chosen") : say("default_is", { value: schema.default === true ? say("yes") : schema.default === false ? say("no") : schema.default });
  const list = make("select", { ...described(name), onchange: changed }, make("option", { value: "" }, usual), ...choices.map(([value, text]) => make("option", { value }, text || '""')));
  return {
    root: field(name, schema, [list]),
    read: () => choices.find(([value]) => value === list.value)?.[2],
    write: (value) => { list.value = value === undefined ? "" : String(value); },
  };
}

function jsonField(name, schema, changed) {
  const text = make("textarea", { ...described(name), className: "short", rows: 2, placeholder: "JSON", spellcheck: "false", oninput: changed });
  const read = () => {
    if (text.value.trim() === "") return undefined;
    try { return JSON.parse(text.value); } catch { return text.value; }
  };
  return { root: field(name, schema, [text]), read, write: (value) => { text.value = value === undefined ? "" : JSON.stringify(value); } };
}

// Sizes

function sizesOf(schema) {
  const parts = schema.anyOf ?? [schema];
  const free = parts.find((each) => each["x-brushwork-size"] || each.pattern?.includes("\\*"));
  const listed = parts.flatMap((each) => (each.enum && each.enum.every((value) => /^\d+[*:]\d+$|^\d+K$/.test(value)) ? each.enum : []));
  return free || (listed.length && schema.type === "string" && listed.some((value) => /[*K]/.test(value))) ? { listed, free: Boolean(free) } : null;
}

function sizeField(name, schema, sizes, changed) {
  const chips = make("div", { className: "chips" });
  const width = make("input", { type: "number", min: 1, "aria-label": `${name}: ${say("width")}`, oninput: changed });
  const height = make("input", { type: "number", min: 1, "aria-label": `${name}: ${say("height")}`, oninput: changed });
  const own = make("div", { className: "pair", hidden: true }, width, "×", height);
  const picked = () => chips.querySelector(":checked")?.value ?? "";
  const pick = () => { own.hidden = picked() !== "own"; changed(); };
  const chip = (value, text, ratio) => chips.append(make("label", {}, make("input", { type: "radio", name: `f-${name}`, value, onchange: pick }), ratio ? shape(ratio) : null, text));
  chip("", schema.default === undefined ? say("default") : say("default_is", { value: String(schema.default).replace("*", "×") }));
  for (const value of sizes.listed) chip(value, value.replace("*", "×"), ratioOf(value));
  if (sizes.free) chip("own", say("other_size"));
  return {
    root: group(name, schema, [chips, own]),
    read: () => (picked() === "own" ? (width.value || height.value ? `${width.value || 0}*${height.value || 0}` : undefined) : picked() || undefined),
    write: (value) => {
      const text = value === undefined ? "" : String(value).replace(/[x×]/, "*");
      const found = [...chips.querySelectorAll("input")].find((each) => each.value === text);
      const [one = "", two = ""] = found || !text ? [] : text.split("*");
      width.value = one;
      height.value = two;
      (found ?? chips.querySelector('[value="own"]') ?? chips.querySelector("input")).checked = true;
      own.hidden = picked() !== "own";
    },
  };
}

function ratioOf(value) {
  const [one, two] = value.split(/[*:]/).map(Number);
  return two ? one / two : 1;
}

function shape(ratio) {
  const side = 16;
  const [width, height] = ratio >= 1 ? [side, Math.max(3, side / ratio)] : [Math.max(3, side * ratio), side];
  const rect = drawn("rect", { x: (20 - width) / 2, y: (20 - height) / 2, width, height, rx: 1.5 });
  return drawn("svg", { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": "true" }, rect);
}

// Palettes

const COLOURS = ["#1f4e5f", "#e8a33d", "#b5432f", "#f2e8d5", "#4a7c59", "#2b2d42", "#9b6a9c", "#c9d6df", "#7a5c3e", "#111111"];

function paletteField(name, schema, changed) {
  const rows = make("div");
  const total = make("span", { className: "note" });
  const least = schema.minItems ?? 1;
  const all = () => [...rows.children].map((row) => ({ hex: row.querySelector("[type=color]").value, share: Number(row.querySelector("[type=number]").value) || 0 }));
  const tell = () => {
    const sum = all().reduce((one, each) => one + each.share, 0);
    total.textContent = rows.childElementCount ? say("total", { sum: sum.toFixed(2) }) : "";
  };
  const news = () => { tell(); changed(); };
  const add = (hex, share) => {
    const number = rows.childElementCount + 1;
    const row = make("div", { className: "colour" },
      make("input", { type: "color", value: hex, "aria-label": say("colour", { number }), oninput: news }),
      make("input", { type: "number", value: share, min: 0, max: 100, step: 0.01, "aria-label": `${say("colour", { number })} %`, oninput: news }), "%",
      make("button", { type: "button", className: "plain", onclick: () => { row.remove(); news(); } }, say("remove")));
    rows.append(row);
  };
  const even = () => {
    const count = rows.childElementCount;
    const share = Math.floor(10000 / count) / 100;
    [...rows.children].forEach((row, index) => { row.querySelector("[type=number]").value = (index ? share : 100 - share * (count - 1)).toFixed(2); });
    news();
  };
  const more = () => {
    do add(COLOURS[rows.childElementCount % COLOURS.length], 0); while (rows.childElementCount < least);
    even();
  };
  const buttons = make("div", { className: "chips" }, make("button", { type: "button", onclick: more }, say("add_colour")), make("button", { type: "button", onclick: () => rows.childElementCount && even() }, say("even")), total);
  return {
    root: group(name, schema, [rows, buttons]),
    read: () => (rows.childElementCount ? all().map(({ hex, share }) => ({ hex, ratio: `${share.toFixed(2)}%` })) : undefined),
    write: (value) => {
      rows.replaceChildren();
      for (const each of value ?? []) add(each.hex, parseFloat(each.ratio).toFixed(2));
      tell();
    },
  };
}
