// The pictures that a form takes: dropped, pasted, chosen or by address; and the boxes that are drawn on them.

import { about, ask, drawn, make, say, shown } from "./dom.js";

const fileNames = {};

/** The inputs of a form's images: their element, and how they are read and written. */
export function pictures(form, changed) {
  const inputs = form.images.filter((each) => form.properties[each.name]);
  const boxes = form.properties.bbox_list;
  const lists = inputs.map((input, index) => list(input, form.properties[input.name], index === 0 ? boxes : null, changed));
  const root = make("div", {}, ...lists.map((each) => each.root));

  function read() {
    const values = {};
    for (const each of lists) Object.assign(values, each.read());
    return values;
  }

  function write(values) {
    for (const each of lists) each.write(values);
  }

  return { root, read, write, names: inputs.map((each) => each.name), fileNames: () => fileNames, add: (handle, name) => { if (name) fileNames[handle] = name; lists[0]?.add(handle); } };
}

function list(input, schema, boxes, changed) {
  const name = input.name;
  const held = [];
  const items = make("ol", { className: boxes ? "pictures boxed" : "pictures" });
  const faults = make("div", { className: "faults", role: "status" });
  const chooser = make("input", { type: "file", accept: "image/*", ...(input.single ? {} : { multiple: "" }), onchange: () => { take(chooser.files); chooser.value = ""; } });
  const choose = make("button", { type: "button", onclick: () => chooser.click() }, say("choose"));
  const drop = make("div", { className: "drop" }, make("p", {}, say("drop")), choose, chooser);
  const address = make("input", { type: "url", placeholder: "https://", "aria-label": `${name}: ${say("address")}` });
  const byAddress = make("div", { className: "pair" }, address, make("button", { type: "button", onclick: () => { if (address.value.trim()) add(address.value.trim()); address.value = ""; } }, say("add_url")));
  address.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); byAddress.querySelector("button").click(); } });
  const head = make("div", { className: "head" }, make("span", { className: "name" }, name), ...about(name, schema));
  const root = make("fieldset", { className: "field", "data-name": name }, make("legend", { className: "unseen" }, name), head, drop, byAddress, items, faults);

  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  root.pasted = take;

  async function take(files) {
    for (const file of files) {
      try {
        const kept = await ask("/api/pictures", { method: "POST", body: file });
        fileNames[kept.handle] = file.name || "picture.png";
        add(kept.handle);
      } catch (error) {
        faults.replaceChildren(make("p", {}, `${file.name}: ${error.message}`));
      }
    }
  }

  function add(handle, drawnBoxes = []) {
    if (input.single) { held.length = 0; items.replaceChildren(); }
    const entry = { handle, boxes: drawnBoxes.map((each) => [...each]) };
    held.push(entry);
    items.append(item(entry));
    changed();
  }

  function item(entry) {
    const source = shown(entry.handle);
    const title = fileNames[entry.handle] ?? entry.handle;
    const remove = make("button", { type: "button", className: "plain", "aria-label": `${say("remove")}: ${title}`, onclick: () => { held.splice(held.indexOf(entry), 1); row.remove(); changed(); } }, say("remove"));
    const line = make("div", { className: "line" }, make("span", { title }, title), remove);
    const image = source ? make("img", { src: source, alt: title, onerror: () => { line.firstChild.textContent = say("no_longer"); } }) : null;
    const row = make("li", {}, boxes ? stage(entry, image, boxes, changed) : image, line);
    return row;
  }

  return {
    root,
    add,
    read: () => {
      if (!held.length) return {};
      const values = { [name]: input.single ? held[0].handle : held.map((each) => each.handle) };
      if (boxes && held.some((each) => each.boxes.length)) values.bbox_list = held.map((each) => each.boxes);
      return values;
    },
    write: (values) => {
      held.length = 0;
      items.replaceChildren();
      const given = values[name] === undefined ? [] : [].concat(values[name]);
      given.forEach((handle, index) => add(handle, values.bbox_list?.[index] ?? []));
    },
  };
}

/** A picture to draw boxes on; the same boxes as numbers below it, for the keyboard. */
function stage(entry, image, schema, changed) {
  const most = schema.items?.maxItems ?? 2;
  const layer = drawn("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
  const rows = make("div");
  const side = () => [image?.naturalWidth || 1000, image?.naturalHeight || 1000];
  const button = make("button", { type: "button", onclick: () => add([...[0.25, 0.25, 0.75, 0.75].map((part, index) => Math.round(part * side()[index % 2]))]) }, say("add_box"));

  function draw() {
    const [width, height] = side();
    layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const rects = entry.boxes.flatMap(([x1, y1, x2, y2]) => {
      const place = { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
      return [drawn("rect", { ...place, class: "edge", "vector-effect": "non-scaling-stroke" }), drawn("rect", place)];
    });
    layer.replaceChildren(...rects);
    button.disabled = entry.boxes.length >= most;
  }

  function list() {
    rows.replaceChildren(...entry.boxes.map((box, number) => {
      const inputs = ["x1", "y1", "x2", "y2"].map((corner, index) => make("input", {
        type: "number", min: 0, value: box[index], "aria-label": `${say("box", { number: number + 1 })} ${corner}`,
        oninput: (event) => { box[index] = Math.round(Number(event.target.value)); draw(); changed(); },
      }));
      const remove = make("button", { type: "button", className: "plain", "aria-label": `${say("remove")}: ${say("box", { number: number + 1 })}`, onclick: () => { entry.boxes.splice(number, 1); list(); draw(); changed(); } }, "✕");
      return make("div", { className: "box" }, make("span", {}, say("box", { number: number + 1 })), ...inputs, remove);
    }));
  }

  function add(box) {
    if (entry.boxes.length >= most) return;
    entry.boxes.push(box);
    list();
    draw();
    changed();
  }

  function at(event) {
    const area = layer.getBoundingClientRect();
    const [width, height] = side();
    const within = (part, whole) => Math.round(Math.min(1, Math.max(0, part)) * whole);
    return [within((event.clientX - area.left) / area.width, width), within((event.clientY - area.top) / area.height, height)];
  }

  layer.addEventListener("pointerdown", (event) => {
    if (entry.boxes.length >= most) return;
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    const begun = at(event);
    const box = [...begun, ...begun];
    entry.boxes.push(box);
    const move = (moved) => {
      const [x, y] = at(moved);
      box.splice(0, 4, Math.min(begun[0], x), Math.min(begun[1], y), Math.max(begun[0], x), Math.max(begun[1], y));
      draw();
    };
    const end = () => {
      layer.removeEventListener("pointermove", move);
      if (box[2] - box[0] < 4 || box[3] - box[1] < 4) entry.boxes.splice(entry.boxes.indexOf(box), 1);
      list();
      draw();
      changed();
    };
    layer.addEventListener("pointermove", move);
    layer.addEventListener("pointerup", end, { once: true });
    layer.addEventListener("pointercancel", end, { once: true });
  });
  image?.addEventListener("load", draw);
  list();
  draw();
  const help = make("p", { className: "note" }, say("boxes_help"));
  return make("div", {}, image ? make("div", { className: "stage" }, image, layer) : null, help, rows, button);
}
