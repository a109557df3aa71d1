// The ways to answer by keys. Each: make(asks, host, send) gives { show, value, key }:
// show(shown, before) begins an example, value() is the answer or null, key(event) is true if it was its.
const make = (name, more = {}, ...inside) => { const e = Object.assign(document.createElement(name), more); e.append(...inside); return e; };
const MOST = 10, LISTED = 40;
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8c8c00", "#777777"];

// names of one letter are their own keys, else digits; more than ten are searched for
function keysOf(names) {
  if (names.length > 36) return names.map(() => "");
  if (names.every(n => /^[a-z0-9]$/i.test(n)) && new Set(names.map(n => n.toLowerCase())).size === names.length) return names.map(n => n.toLowerCase());
  return names.map((_, i) => i < 9 ? String(i + 1) : i === 9 ? "0" : "");
}

function choice(name, key, press) {
  const button = make("button", { type: "button", title: name }, ...(key ? [make("kbd", { textContent: key }), " "] : []), name === "" ? "(empty)" : name);
  button.addEventListener("click", press);
  return button;
}

const forms = {};

forms.class = (asks, host, send) => asks.names.length > MOST ? searched(asks, host, send) : few(asks, host, send);

function few(asks, host, send) {
  const keys = keysOf(asks.names);
  const buttons = asks.names.map((name, i) => choice(name, keys[i], () => send(name)));
  host.append(make("p", { className: "lead", textContent: "Which one is it? Press its key." }), make("div", { className: "choices" }, ...buttons));
  let said = null;
  return {
    direct: true,  // a key is the whole answer
    show: (_, before) => { said = before; buttons.forEach((b, i) => b.classList.toggle("said", asks.names[i] === before)); },
    value: () => said,
    key: event => { const i = keys.indexOf(event.key.toLowerCase()); if (i >= 0) send(asks.names[i]); return i >= 0; },
  };
}

function searched(asks, host, send) {
  const field = make("input", { placeholder: "type a part of the name", autocomplete: "off", spellcheck: false });
  const list = make("div", { className: "choices" });
  const known = asks.names.map(name => [name.toLowerCase(), name]);
  let found = [], at = 0;
  function draw() {
    const text = field.value.trim().toLowerCase(), begins = [], holds = [];
    for (const [low, name] of known) if (low.startsWith(text)) begins.push(name); else if (low.includes(text)) holds.push(name);
    found = [...begins, ...holds].slice(0, LISTED);
    at = Math.max(0, Math.min(at, found.length - 1));
    list.replaceChildren(...found.map((name, i) => Object.assign(choice(name, "", () => send(name)), { className: i === at && text ? "on" : "" })));
  }
  field.addEventListener("input", () => { at = 0; draw(); });
  host.append(field, list);
  return {
    show: (_, before) => { field.value = before ?? ""; draw(); field.focus(); field.select(); },
    value: () => field.value.trim() && found.length ? found[at] : null,
    key: event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { at += step; draw(); }
      return Boolean(step);
    },
  };
}

forms.number = (asks, host) => {
  const field = make("input", { inputMode: "decimal", autocomplete: "off", placeholder: "a number" });
  const [low, middle, high] = asks.known.map(v => Number(v.toPrecision(4)).toLocaleString("en"));
  host.append(field, make("p", { className: "lead", textContent: `In training they go from ${low} to ${high}; half are below ${middle}.` }));
  return {
    show: (_, before) => { field.value = before ?? ""; field.focus(); field.select(); },
    value: () => { const text = field.value.trim().replace(/^([^.]*),([^,.]*)$/, "$1.$2"); return text && Number.isFinite(Number(text)) ? Number(text) : null; },
    key: () => false,
  };
};

forms.labels = (asks, host) => {
  const keys = keysOf(asks.names), held = new Set();
  const turn = name => { if (!held.delete(name)) held.add(name); draw(); };
  const buttons = asks.names.map((name, i) => choice(name, keys[i], () => turn(name)));
  const draw = () => buttons.forEach((b, i) => { b.classList.toggle("on", held.has(asks.names[i])); b.setAttribute("aria-pressed", held.has(asks.names[i])); });
  host.append(make("div", { className: "choices" }, ...buttons), make("p", { className: "lead", textContent: "All that are there; none is an answer, too." }));
  return {
    show: (_, before) => { held.clear(); (before || []).forEach(n => held.add(n)); draw(); },
    value: () => asks.names.filter(n => held.has(n)),
    key: event => { const i = keys.indexOf(event.key.toLowerCase()); if (i >= 0) turn(asks.names[i]); return i >= 0; },
  };
};

// the token with a frame gets the tag; then the next one has the frame
forms.tags = (asks, host) => {
  const keys = keysOf(asks.names), line = make("div", { className: "tokens" });
  let tokens = [], tags = [], at = 0;
  const set = tag => { tags[at] = tag; at = Math.min(tokens.length - 1, at + 1); draw(); };
  const choices = make("div", { className: "choices" }, ...asks.names.map((name, i) => choice(name, keys[i], () => set(name))));
  const field = make("input", { placeholder: "or type a tag, then Tab", autocomplete: "off", size: 22 });
  host.append(line, choices, ...(asks.names.length > MOST ? [field] : []));
  function draw() {
    line.replaceChildren(...tokens.map((token, i) => {
      const button = make("button", { type: "button", className: i === at ? "on" : "" }, token, make("small", { textContent: tags[i] ?? "…" }));
      button.addEventListener("click", () => { at = i; draw(); });
      return button;
    }));
  }
  return {
    show: (shown, before) => {
      tokens = shown.tokens || [];
      tags = before ? [...before] : tokens.map(() => asks.first || null);
      at = 0; draw();
    },
    value: () => tags.every(tag => tag !== null) ? tags : null,
    key: event => {
      if (event.key === "Tab" && field.value) {
        const name = asks.names.find(n => n.toLowerCase().startsWith(field.value.trim().toLowerCase()));
        if (name) { set(name); field.value = ""; field.focus(); }
        return true;
      }
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) { at = Math.max(0, Math.min(tokens.length - 1, at + step)); draw(); return true; }
      const i = event.target === field ? -1 : keys.indexOf(event.key.toLowerCase());
      if (i >= 0) set(asks.names[i]);
      return i >= 0;
    },
  };
};

// up to five guesses at the next letter; Shift+Enter is the end of a line
forms.next = (asks, host) => {
  const fields = Array.from({ length: asks.guesses }, (_, i) => make("input", { className: "letter", maxLength: 2, autocomplete: "off", spellcheck: false, ariaLabel: `guess ${i + 1}` }));
  const letter = text => text === "⏎" ? "\n" : text === "␣" ? " " : text;
  fields.forEach((field, i) => field.addEventListener("input", () => {
    const typed = [...field.value].pop() || "";
    field.value = typed === " " ? "␣" : typed;
    if (typed) (fields[i + 1] || field).focus();
  }));
  host.append(make("p", { className: "lead", textContent: "Which letter comes next? Up to five guesses, the likeliest first." }), make("div", { className: "choices" }, ...fields));
  return {
    show: (_, before) => {
      fields.forEach((f, i) => { const g = (before || [])[i] || ""; f.value = g === "\n" ? "⏎" : g === " " ? "␣" : g; });
      fields[0].focus(); fields[0].select();
    },
    value: () => { const said = fields.map(f => letter(f.value)).filter(Boolean); return said.length ? said : null; },
    key: event => {
      const i = fields.indexOf(event.target);
      if (i >= 0 && event.key === "Enter" && event.shiftKey) { fields[i].value = "⏎"; (fields[i + 1] || fields[i]).focus(); return true; }
      if (i > 0 && event.key === "Backspace" && !fields[i].value) { fields[i - 1].focus(); fields[i - 1].value = ""; return true; }
      return false;
    },
  };
};
