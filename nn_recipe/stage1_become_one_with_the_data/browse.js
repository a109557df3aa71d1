// Filter, sort and count what the page carries; nothing is fetched, nothing is sent.
const { rows, columns, numeric, key } = page;
const drawn = new Map(rows.map((row, i) => [row, page.drawn[i]]));  // no cell can be taken for HTML
const at = id => document.getElementById(id);
const make = (name, more = {}) => Object.assign(document.createElement(name), more);
const short = value => Number(value.toPrecision(3)).toLocaleString("en");
const STEP = page.served ? 300 : 60, BINS = 24, CLASSES = 8;
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8c8c00", "#777777"];
let chosen = rows, shown = 0;

// "width > 30 and not label = 'a b'": and, or, not, brackets, = != < <= > >=, like, is null.
// As in SQL a comparison with an empty cell is null, and so is what hangs on it: only true is found.
function condition(text) {
  const tokens = text.match(/'[^']*'|"[^"]*"|<=|>=|!=|<>|[=<>()]|[^\s=<>()!'"]+/g) || [];
  const peek = () => (tokens[0] || "").toLowerCase();
  const fail = why => { throw new Error(why); };
  const not = a => a === null ? null : !a;
  const any = (a, b) => a || b || (a === null || b === null ? null : false);
  function either() {
    let left = both();
    while (peek() === "or") { tokens.shift(); const a = left, b = both(); left = r => any(a(r), b(r)); }
    return left;
  }
  function both() {
    let left = one();
    while (peek() === "and") { tokens.shift(); const a = left, b = one(); left = r => not(any(not(a(r)), not(b(r)))); }
    return left;
  }
  function one() {
    if (peek() === "not") { tokens.shift(); const a = one(); return r => not(a(r)); }
    if (peek() === "(") {
      tokens.shift(); const a = either();
      return tokens.shift() === ")" ? a : fail("a bracket is not closed");
    }
    const name = (tokens.shift() || "").replace(/^"(.*)"$/, "$1"), sign = (tokens.shift() || "").toLowerCase();
    if (name !== "id" && !columns.includes(name)) fail(`no column ${name || "…"}: ${columns.join(", ")}`);
    if (sign === "is") {
      const known = peek() === "not" && tokens.shift();
      if ((tokens.shift() || "").toLowerCase() !== "null") fail("is null, or is not null");
      return r => (r[name] === null) !== Boolean(known);
    }
    const word = tokens.shift();
    if (word === undefined) fail(`${name} ${sign} what?`);
    const value = word.replace(/^['"](.*)['"]$/, "$1");
    const number = numeric.includes(name), asked = number ? Number(value) : value;
    if (number && Number.isNaN(asked)) fail(`${name} is a number, ${value} is none`);
    const like = sign === "like" && new RegExp("^" + value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("%", ".*").replaceAll("_", ".") + "$", "s");
    const compare = {
      "=": v => v === asked, "!=": v => v !== asked, "<>": v => v !== asked, "<": v => v < asked,
      "<=": v => v <= asked, ">": v => v > asked, ">=": v => v >= asked, like: v => like.test(String(v)),
    }[sign] || fail(`${name} ${sign || "…"}: needed =, !=, <, <=, >, >=, like or is null`);
    return r => r[name] === null ? null : compare(number ? r[name] : String(r[name]));
  }
  const whole = either();
  return tokens.length ? fail(`what is ${tokens[0]}?`) : whole;
}

function choose() {
  const text = at("where").value.trim(), by = at("sort").value, sign = at("down").checked ? -1 : 1;
  try {
    chosen = text ? rows.filter(condition(text)) : [...rows];
    at("wrong").textContent = "";
  } catch (error) { at("wrong").textContent = error.message; return; }
  if (by) chosen.sort((a, b) => (a[by] === null) - (b[by] === null) || sign * (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0));
  at("grid").replaceChildren();
  shown = 0;
  more();
  const whole = page.all > rows.length ? `, drawn from ${page.all.toLocaleString("en")}` : "";
  at("count").textContent = `${chosen.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")}${whole}`;
}

function more() {
  const by = at("sort").value, head = columns.find(c => ["label", "answer"].includes(c));
  for (const row of chosen.slice(shown, shown + STEP)) {
    const card = make("article", { innerHTML: drawn.get(row), title: columns.map(c => `${c}: ${row[c]}`).join("\n") });
    const picture = card.querySelector("img");
    if (picture) picture.onload = () => picture.classList.toggle("large", picture.naturalWidth > 60);
    if (head) card.append(make("b", { textContent: row[head] }));
    if (by && by !== head) card.append(make("div", { textContent: `${by} ${row[by]}` }));
    card.append(make("small", { textContent: `${row.split}, ${row.id}` }));
    card.dataset.id = row.id;
    at("grid").append(card);
    if (watcher) watcher.observe(card);
  }
  shown = Math.min(chosen.length, shown + STEP);
  at("more").hidden = shown >= chosen.length;
}

const classes = [...new Set(rows.map(r => r.label))].sort();
const coloured = columns.includes("label") && classes.length <= CLASSES;

function histogram(name) {
  const known = rows.filter(r => r[name] !== null), values = known.map(r => r[name]);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity), high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(high > low)) return;
  const bins = Array.from({ length: BINS }, () => new Map());
  for (const row of known) {
    const bin = bins[Math.min(BINS - 1, Math.floor(BINS * (row[name] - low) / (high - low)))];
    const label = coloured ? row.label : "";
    bin.set(label, (bin.get(label) || 0) + 1);
  }
  const sums = bins.map(bin => [...bin.values()].reduce((a, b) => a + b, 0)), top = Math.max(...sums);
  const from = i => low + i * (high - low) / BINS, quoted = /^\w+$/.test(name) ? name : `"${name}"`;
  let bars = "";
  bins.forEach((bin, i) => {
    let y = 40;
    for (const label of coloured ? classes : [""]) {
      const height = 38 * (bin.get(label) || 0) / top;
      if (!height) continue;
      y -= height;
      const colour = COLOURS[coloured ? classes.indexOf(label) : 0];
      bars += `<rect data-bin="${i}" x="${i * 5}" y="${y}" width="4.6" height="${height}" fill="${colour}"/>`;
    }
  });
  const figure = make("figure", {
    innerHTML: `<svg viewBox="0 0 120 40" preserveAspectRatio="none">${bars}</svg><figcaption><span></span><b></b><span></span></figcaption>`,
  });
  const [least, title, most] = figure.querySelector("figcaption").children;
  [least.textContent, title.textContent, most.textContent] = [short(low), name, short(high)];
  figure.querySelectorAll("rect").forEach(bar => bar.addEventListener("click", () => {
    const i = Number(bar.dataset.bin), last = i === BINS - 1;
    at("where").value = `${quoted} >= ${from(i).toPrecision(6)} and ${quoted} ${last ? "<=" : "<"} ${from(i + 1).toPrecision(6)}`;
    at("sort").value = name;
    choose();
    at("ask").scrollIntoView();
  }));
  at("axes").append(figure);
}

numeric.forEach(histogram);
if (coloured) for (const label of classes) {
  const entry = make("span", { textContent: label }), patch = make("i");
  patch.style.background = COLOURS[classes.indexOf(label)];
  entry.prepend(patch);
  at("legend").append(entry);
}
if (numeric.length) {
  const values = rows.map(r => r[numeric[0]]).sort((a, b) => a - b), name = numeric[0];
  at("where").placeholder = `${/^\w+$/.test(name) ? name : `"${name}"`} < ${values[values.length >> 1]}`
    + (columns.includes("label") ? ` and label = '${rows[0]?.label}'` : "");
}
for (const name of columns) at("sort").append(make("option", { value: name, textContent: name }));
at("grid").classList.toggle("wide", !page.drawn[0]?.startsWith("<img"));
at("ask").addEventListener("submit", event => event.preventDefault());
for (const id of ["where", "sort", "down"]) at(id).addEventListener("input", choose);
at("more").addEventListener("click", more);

// Notes and answers: kept by the server if there is one, else in this browser until they are saved.
const boxes = new Map([["", at("notes")]]);
for (const question of Object.keys(page.answers)) {
  const label = make("label", { textContent: question }), box = make("textarea", { rows: 2 });
  label.append(box);
  at("questions").append(label);
  boxes.set(question, box);
}
const kept = `look ${key}`, said = () => Object.fromEntries([...boxes].map(([q, box]) => [q, box.value]));
const send = (what, body) => fetch(what, { method: "POST", body: JSON.stringify(body) });
let before = {};
try { before = JSON.parse(localStorage.getItem(kept)) || {}; } catch { /* a page from a file may keep nothing */ }
for (const [question, box] of boxes) {
  const stored = question ? page.answers[question] : page.notes;
  box.value = page.served ? stored : before[question] || stored;
  box.addEventListener("input", keep);
}
let waiting;
function keep() {
  const all = said();
  if (page.served) {
    clearTimeout(waiting);
    waiting = setTimeout(() => send("notes", all).then(r => { at("kept").textContent = r.ok ? "Kept in notes.md." : "Not kept: is look still running?"; },
      () => { at("kept").textContent = "Not kept: look has ended."; }), 400);
    return;
  }
  try { localStorage.setItem(kept, JSON.stringify(all)); } catch { /* then save it */ }
  const text = Object.entries(all).map(([q, a]) => q ? `## ${q}\n\n${a}` : a).join("\n\n");
  at("save").href = "data:text/markdown;charset=utf-8," + encodeURIComponent(text + "\n");
}
at("save").hidden = Boolean(page.served);
if (page.served) {
  at("kept").textContent = "What do you see? It is kept in notes.md as you write.";
  if (page.next !== null) {
    at("onward").append(make("a", { href: `./from-${page.next}`, textContent: "other examples" }));
    at("onward").hidden = false;
  }
} else keep();

// What stood before you for half a second was seen.
const HALF = 500, seen = new Set(), found = new Set();
const watcher = page.served && new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(target.timer);
    if (isIntersecting) target.timer = setTimeout(() => { found.add(target.dataset.id); watcher.unobserve(target); }, HALF);
  }
}, { threshold: 0.6 });
if (watcher) setInterval(() => {
  const ids = [...found].filter(id => !seen.has(id));
  if (ids.length) send("seen", { ids }).then(r => { if (r.ok) ids.forEach(id => seen.add(id)); return r.json(); })
    .then(said => { at("viewed").textContent = said.viewed; }, () => {});
}, 1000);
choose();
