// What was made and what is being made: a card for each order, the newest first, from the journal of the server.

import { ask, make, say, shown } from "./dom.js";

export function gallery({ restore, editThis, again, money }) {
  const place = document.getElementById("orders");
  const older = document.getElementById("older");
  const news = document.getElementById("news");
  const cards = new Map();
  const empty = make("p", { className: "empty" }, say("gallery_empty"));
  older.textContent = say("older");
  older.addEventListener("click", () => load(Math.min(...[...cards.values()].map((card) => card.order.position))));

  async function load(before) {
    const found = await ask(`/api/orders${before ? `?before=${before}` : ""}`);
    for (const order of found.orders) if (!cards.has(order.key)) show(order, false);
    older.hidden = found.orders.length < 24;
    money(found.money);
    empty.remove();
    if (!cards.size) place.append(empty);
  }

  /** Shows an order, on top, and follows it until it has ended. */
  function put(order) {
    empty.remove();
    show(order, true);
  }

  function show(order, first) {
    const known = cards.get(order.key);
    const root = known?.root ?? make("article", { className: "card", "data-key": order.key });
    if (first) place.prepend(root); else if (!known) place.append(root);
    const card = { root, order, following: known?.following ?? false };
    cards.set(order.key, card);
    fill(card);
    if (!order.ended && !card.following) follow(card);
  }

  async function follow(card) {
    card.following = true;
    for (let failures = 0; failures < 5;) {
      try {
        const order = await ask(`/api/orders/${encodeURIComponent(card.order.key)}?wait=5`);
        if (!order) return;
        cards.get(order.key).order = order;
        fill(cards.get(order.key));
        if (order.ended) {
          news.textContent = `${order.model}: ${say(order.state)}`;
          money((await ask("/api/orders")).money);
          return;
        }
      } catch {
        failures += 1;
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  }

  function fill({ root, order }) {
    const prompt = String(order.request.prompt ?? order.mode);
    const parts = order.pictures.flatMap((each, index) => [
      each.before ? make("p", { className: "story" }, each.before) : null,
      make("a", { href: each.src, target: "_blank", rel: "noopener", "aria-label": say("open", { number: index + 1 }) }, make("img", { src: each.src, alt: `${say("image_of", { number: index + 1, count: order.pictures.length })}: ${prompt}`, ...(each.width ? { width: each.width, height: each.height } : {}) })),
      each.after ? make("p", { className: "story" }, each.after) : null,
    ]);
    const story = order.pictures.some((each) => each.before || each.after);
    root.setAttribute("data-state", order.state);
    root.setAttribute("aria-busy", String(!order.ended));
    root.replaceChildren(
      ...(parts.length ? [make("div", { className: story ? "shots story-shots" : "shots" }, ...parts)] : []),
      make("div", { className: "body" }, make("h3", {}, prompt), make("p", { className: "meta" }, meta(order)), ...progress(order), ...from(order), ...(order.error ? [make("p", { className: "error" }, order.error)] : []), deeds(order)),
    );
  }

  function meta(order) {
    const cost = order.cost ?? (order.ended ? null : order.upper);
    const seconds = order.seconds === null ? null : say("seconds", { count: order.seconds.toFixed(1) });
    return [order.model, order.mode, say(order.state), cost === null ? null : `${cost} ${order.currency ?? ""}`, seconds].filter(Boolean).join(" · ");
  }

  function progress(order) {
    if (order.ended) return [];
    const usual = order.typical ? say("usual", { low: order.typical[0], high: order.typical[1] }) : "";
    const high = order.typical?.[1] ?? 30;
    const bar = make("progress", { max: 1, "aria-label": say("busy"), ...(order.running === null ? {} : { value: Math.min(0.95, order.running / high) }) });
    return [bar, make("p", { className: "note" }, [say("busy"), usual].filter(Boolean).join(" "))];
  }

  function from(order) {
    const given = Object.values(order.request).flatMap((value) => (Array.isArray(value) ? value : [value])).filter((value) => typeof value === "string" && /^(upload|made):/.test(value));
    return given.length ? [make("div", { className: "from" }, say("before"), ...given.slice(0, 4).map((handle) => make("img", { src: shown(handle), alt: say("before") })))] : [];
  }

  function deeds(order) {
    const does = make("div", { className: "does" });
    for (const each of order.pictures) {
      does.append(make("a", { href: each.src, download: each.file, title: say("saved", { file: each.file }) }, order.pictures.length > 1 ? `${say("save")} ${order.pictures.indexOf(each) + 1}` : say("save")));
    }
    if (order.pictures.length) does.append(make("button", { type: "button", onclick: () => editThis(order.pictures[0]) }, say("edit_this")));
    does.append(make("button", { type: "button", onclick: () => restore(order.request, order) }, say("settings")));
    if (order.ended && order.state !== "done") does.append(make("button", { type: "button", onclick: () => again(order) }, say("again")));
    if (!order.ended) does.append(make("button", { type: "button", onclick: () => ask(`/api/orders/${encodeURIComponent(order.key)}`, { method: "DELETE" }) }, say("cancel")));
    return does;
  }

  return { load, put };
}
