// One example after the other: fetch it by its place, show it, send what was said, go on.
const at = id => document.getElementById(id);
const GONE = "The server does not answer. Run `label` again and open the address it prints: what you answered is kept.";
let asks, form, here = 0, began = 0, busy = false, over = false;

async function ask(path, sent) {
  let reply;
  try {
    reply = await fetch(path, sent && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) });
  } catch { throw new Error(GONE); }
  const said = await reply.json();
  if (!reply.ok) throw new Error(said.error);
  return said;
}

// one thing at a time: a key that is held down answers once
async function alone(work) {
  if (busy) return;
  busy = true;
  at("wrong").textContent = "";
  try { await work(); } catch (error) { at("wrong").textContent = error.message; } finally { busy = false; }
}

async function show(place) {
  here = place;
  const n = asks.done.length, done = asks.done.filter(Boolean).length;
  at("bar").value = done / n;
  at("where").textContent = `${asks.who}: example ${Math.min(place + 1, n)} of ${n}, ${done} answered`;
  at("form").hidden = over = place >= n;
  if (over) { at("shown").replaceChildren(make("p", { textContent: `All ${n} are answered. Enter shows the score; after that no answer can change.` })); keys(); return; }
  const { shown, files, before } = await ask(`example/${place}`);
  const pictures = files.filter(f => f.startsWith("picture")).map(f => make("img", { alt: "", src: `file/${place}/${f}` }));
  await Promise.all(pictures.map(p => p.decode()));
  pictures.forEach(p => p.classList.toggle("small", p.naturalWidth < 120));
  const parts = ["boxes", "mask"].includes(asks.form) ? [] : [...pictures];
  if (files.includes("sound")) parts.push(make("audio", { controls: true, autoplay: true, src: `file/${place}/sound` }));
  if (shown.text !== undefined) parts.push(make("p", { textContent: shown.text }));
  if (shown.before !== undefined) parts.push(make("p", { className: "letters", textContent: shown.before }));
  if (shown.cells) parts.push(make("dl", {}, ...shown.cells.flatMap(([k, v]) => [make("dt", { textContent: k }), make("dd", { textContent: v })])));
  at("shown").replaceChildren(...parts);
  const text = at("shown").querySelector(".letters");
  if (text) text.scrollTop = text.scrollHeight;
  form.show({ ...shown, pictures }, before);
  keys();
  began = performance.now();
}

function send(answer, skipped = false) {
  return alone(async () => {
    if (answer === null && !skipped) throw new Error("No answer yet. Escape skips this example.");
    const place = here, seconds = Math.round(performance.now() - began) / 1000;
    const { next } = await ask("answer", { at: place, answer, seconds, skipped });
    asks.done[place] = true;
    const after = asks.done.indexOf(false, place);
    await show(after >= 0 ? after : next);
  });
}

const back = () => alone(() => here > 0 ? show(here - 1) : undefined);
const finish = () => alone(async () => score(await ask("finish", {})));

function keys() {
  const go = choice(over ? "show the score" : "answer", "Enter", () => over ? finish() : send(form.value()));
  const others = [here && choice("back", "Backspace", back), !over && choice("skip", "Esc", () => send(null, true))];
  at("keys").replaceChildren(...(over || !form.direct ? [go] : []), ...others.filter(Boolean));
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !asks || at("keys").hidden) return;
  const typing = event.target.tagName === "INPUT" && event.target.value !== "";
  if (!over && !busy && event.key !== "Escape" && form.key(event)) event.preventDefault();
  else if (event.key === "Enter") { event.preventDefault(); if (!event.repeat) over ? finish() : send(form.value()); }
  else if (event.key === "Escape" && !over) { event.preventDefault(); if (!event.repeat) send(null, true); }
  else if (event.key === "Backspace" && !typing) { event.preventDefault(); back(); }
  else if (event.key === " " && event.target.tagName !== "INPUT" && at("shown").querySelector("audio")) { event.preventDefault(); at("shown").querySelector("audio").play(); }
});

function score(found) {
  const cells = (name, [value, low, high], n) => {  // two digits of half the interval are worth printing
    const wide = high > low, places = wide ? Math.max(0, Math.min(9, 1 - Math.floor(Math.log10((high - low) / 2)))) : 3;
    const short = v => v === null ? "–" : v.toFixed(places);
    return make("tr", {}, ...[name, n, short(value), wide ? `${short(low)} to ${short(high)}` : ""].map(textContent => make("td", { textContent })));
  };
  const head = make("tr", {}, ...["", "examples", "", "95 %"].map(textContent => make("th", { textContent })));
  const rows = Object.entries(found.metrics).map(([name, one]) => cells(name, one, found.n));
  const classes = Object.entries(found.per_class).slice(0, LISTED).map(([name, [n, ...one]]) => cells(name, one, n));
  at("bar").value = 1;
  at("where").textContent = `${asks.who}: finished`;
  at("shown").replaceChildren(make("p", { textContent: found.because }), make("table", {}, head, ...rows, ...classes), make("p", { textContent: "It stands in the report. You may close this page." }));
  at("keys").hidden = at("form").hidden = true;
}

alone(async () => {
  asks = await ask("state");
  form = forms[asks.form](asks, at("form"), send);
  await show(asks.next);
});
