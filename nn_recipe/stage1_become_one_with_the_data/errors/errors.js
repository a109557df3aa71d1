// What was wrong, beside what the net had learnt; nothing is fetched, nothing is sent.
const at = id => document.getElementById(id);
const make = (name, more = {}) => Object.assign(document.createElement(name), more);
const { items, lists, drawn, causes, key, labelled } = page;
let tags = {}, cards = [], now = -1;
try { tags = JSON.parse(localStorage.getItem(key)) || {}; } catch { /* a page from a file may keep nothing */ }
const tagOf = item => Object.hasOwn(tags, item.id) ? tags[item.id] : { cause: "", note: "" };

function one(html, lines, own) {
  const box = make("div", { className: own ? "one own" : "one", innerHTML: html ?? "" });  // ours, escaped when it was written
  const picture = box.querySelector("img");
  if (picture) picture.onload = () => picture.classList.toggle("large", picture.naturalWidth > 60);
  for (const [name, text, kind] of lines) box.append(make(name, { textContent: text, className: kind || "" }));
  return box;
}

function card(item) {
  const article = make("article", { tabIndex: -1 }), beside = make("div", { className: "beside" });
  const sure = item.sure === null ? "" : `, p ${item.sure}`;
  beside.append(one(drawn[item.drawn], [
    ["b", `given ${item.answer}`], ["div", `said ${item.said}${sure}`, labelled ? item.cell ? "other" : "same" : ""],
    ["small", `loss ${item.loss}, ${item.name}`]], true));
  beside.append(make("div", { className: "rule" }));
  for (const near of item.near) beside.append(one(drawn[near.drawn], [
    ["b", near.answer, labelled ? near.answer === item.answer ? "same" : "other" : ""], ["small", `at ${near.distance}, ${near.name}`]]));
  if (!item.near.length) beside.append(make("small", { textContent: "no neighbours: the head of this net cannot be heard" }));
  const row = make("div", { className: "tags" });
  causes.forEach((cause, i) => row.append(make("button", {
    type: "button", textContent: `${i + 1} ${cause}`, onclick: () => tag(item, cause) })));
  const note = make("input", { placeholder: "other: say it", maxLength: 500, oninput: () => {
    keep(item, { cause: tagOf(item).cause || "other", note: note.value });
  } });
  row.append(note);
  article.append(beside, row);
  article.onclick = () => go(cards.findIndex(c => c.article === article), false);
  cards.push({ article, item, row, note });
  return article;
}

function tag(item, cause) {
  const old = tagOf(item);
  keep(item, { cause: old.cause === cause ? "" : cause, note: old.note });
}

function keep(item, value) {
  if (value.cause || value.note) tags[item.id] = value; else delete tags[item.id];
  try { localStorage.setItem(key, JSON.stringify(tags)); } catch { /* then save it */ }
  show();
}

function go(i, moves = true) {
  if (i < 0 || i >= cards.length) return;
  cards[now]?.article.classList.remove("now");
  now = i;
  cards[i].article.classList.add("now");
  if (moves) cards[i].article.scrollIntoView({ block: "nearest" });
}

// a sheet would run what begins with one of these: it gets an apostrophe
const cell = value => {
  const word = String(value), runs = /^[=+@\t-]/.test(word) && !Number.isFinite(Number(word));
  return `"${runs ? "'" : ""}${word.replaceAll('"', '""')}"`;
};

function show() {
  for (const { article, item, row, note } of cards) {
    const { cause, note: said } = tagOf(item);
    article.classList.toggle("tagged", cause !== "");
    [...row.querySelectorAll("button")].forEach((b, i) => b.setAttribute("aria-pressed", causes[i] === cause));
    if (document.activeElement !== note) note.value = said;
  }
  const all = [...new Map(cards.map(c => [c.item.id, c.item])).values()];
  const known = all.filter(item => tagOf(item).cause), count = new Map();
  for (const item of known) count.set(tagOf(item).cause, (count.get(tagOf(item).cause) || 0) + 1);
  const ranked = [...count].sort((a, b) => b[1] - a[1]), most = Math.max(1, ...count.values());
  at("pareto").replaceChildren(...ranked.flatMap(([cause, n]) => {
    const bar = make("div"), line = make("i");
    line.style.width = `${80 * n / most}%`;
    bar.append(line, `${n}`);
    return [make("span", { textContent: cause }), bar];
  }));
  at("told").textContent = `${known.length} of ${all.length} have a cause; of the first ${page.asked.length}, ${
    page.asked.filter(i => tagOf(items[i]).cause).length}.`;
  const lines = known.map(i => [i.id, i.answer, i.said, i.loss, tagOf(i).cause, tagOf(i).note].map(cell).join(","));
  at("save").href = "data:text/csv;charset=utf-8," + encodeURIComponent(["id,answer,said,loss,cause,note", ...lines, ""].join("\n"));
}

for (const [i, list] of lists.entries()) {
  const section = make("section", { id: `list${i}` });
  at("jump").append(make("a", { href: `#list${i}`, textContent: list.name }));
  section.append(make("h2", { textContent: list.name }), ...list.items.map(i => card(items[i])));
  at("lists").append(section);
}
if (!drawn.some(html => html.startsWith("<img"))) at("lists").className = "wide";
document.addEventListener("keydown", event => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(now + 1);
  else if (event.key === "k") go(now - 1);
  else if (now >= 0 && event.key === "0") keep(cards[now].item, { cause: "", note: "" });
  else if (now >= 0 && causes[event.key - 1]) tag(cards[now].item, causes[event.key - 1]);
  else return;
  event.preventDefault();
});
show();
