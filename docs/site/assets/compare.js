// Makes every table in a `.compare` block sortable by its heads and filterable by a text, the mode and the way it is
// called. Without JavaScript the table is a plain one, whole and readable.
"use strict";

(() => {
  const chinese = document.documentElement.lang === "zh";
  const say = chinese
    ? { filter: "筛选", hint: "模型、尺寸或价格", mode: "模式", called: "调用方式", all: "全部", rows: (n, of) => `${n} / ${of} 行` }
    : { filter: "Filter", hint: "model, size or price", mode: "Mode", called: "Called", all: "all", rows: (n, of) => `${n} of ${of} rows` };
  const MODE = 1;
  const CALLED = 7;

  /** What a cell sorts by: an area for 2048*2048, the largest number of "1 to 9", the first of a price, else the text. */
  const key = (cell) => {
    const text = cell.textContent.trim();
    const area = /(\d+)\*(\d+)/.exec(text);
    if (area) return Number(area[1]) * Number(area[2]);
    const price = /[A-Z]{3} ([\d.]+)/.exec(text);
    if (price) return Number(price[1]);
    const numbers = /^\d[\d,]*( \D+ (\d[\d,]*))?$/.exec(text);
    if (numbers) return Number((numbers[2] || text).replaceAll(",", ""));
    return text;
  };

  const compared = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });

  const made = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  const values = (rows, column) =>
    [...new Set(rows.flatMap((row) => row.cells[column].textContent.trim().split(", ")))].sort();

  const choice = (label, options) => {
    const select = made("select", {}, new Option(say.all, ""), ...options.map((each) => new Option(each, each)));
    return [select, made("label", {}, `${label} `, select)];
  };

  const enhance = (block) => {
    const table = block.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const text = made("input", { type: "search", placeholder: say.hint });
    const [mode, modeLabel] = choice(say.mode, values(rows, MODE));
    const [called, calledLabel] = choice(say.called, values(rows, CALLED));
    const count = made("output", {});
    const controls = made("form", { className: "compare-controls" }, made("label", {}, `${say.filter} `, text), modeLabel, calledLabel, count);
    controls.setAttribute("role", "search");
    controls.addEventListener("submit", (event) => event.preventDefault());
    block.prepend(controls);

    const show = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const whole = row.textContent.toLowerCase();
        const fits =
          words.every((word) => whole.includes(word)) &&
          (!mode.value || row.cells[MODE].textContent.trim() === mode.value) &&
          (!called.value || row.cells[CALLED].textContent.split(", ").map((each) => each.trim()).includes(called.value));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      count.value = say.rows(shown, rows.length);
    };
    controls.addEventListener("input", show);
    show();

    heads.forEach((head, column) => {
      const button = made("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((each) => each.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const ordered = [...rows].sort((a, b) => compared(key(a.cells[column]), key(b.cells[column])));
        body.append(...(down ? ordered.reverse() : ordered));
      });
    });
  };

  document.querySelectorAll(".compare").forEach(enhance);
})();
