// The ways to answer with the mouse: boxes, a mask, a forecast.

// classes to draw with; a digit or the list picks one
function palette(names, host) {
  let now = 0;
  const keys = keysOf(names);
  const pick = i => { now = i; buttons.forEach((b, j) => b.classList.toggle("on", i === j)); };
  const buttons = names.map((name, i) => {
    const button = choice(name, keys[i], () => pick(i)), patch = make("i");
    patch.style.background = COLOURS[i % COLOURS.length];
    button.append(patch);
    return button;
  });
  host.append(make("div", { className: "choices" }, ...buttons));
  pick(0);
  return { now: () => now, key: event => { const i = keys.indexOf(event.key.toLowerCase()); if (i >= 0) pick(i); return i >= 0; } };
}

// the picture, with a canvas of these pixels over it; drag(kind, x, y) in shares of the picture
function board(host, drag) {
  const canvas = make("canvas"), stage = make("div", { className: "stage" }, canvas);
  let down = false;
  const at = event => {
    const r = canvas.getBoundingClientRect(), inside = v => Math.max(0, Math.min(1, v));
    return [inside((event.clientX - r.left) / r.width), inside((event.clientY - r.top) / r.height)];
  };
  canvas.addEventListener("pointerdown", e => { down = true; canvas.setPointerCapture(e.pointerId); drag("down", ...at(e)); e.preventDefault(); });
  canvas.addEventListener("pointermove", e => { if (down) drag("move", ...at(e)); });
  canvas.addEventListener("pointerup", e => { if (down) drag("up", ...at(e)); down = false; });
  host.append(stage);
  return { canvas, under: picture => { stage.querySelector("img")?.remove(); picture.classList.add("board"); stage.prepend(picture); } };
}

forms.boxes = (asks, host) => {
  let boxes = [], begun = null;
  const { canvas, under } = board(host, (kind, x, y) => {
    if (kind === "down") begun = [x, y];
    const box = [Math.min(begun[0], x), Math.min(begun[1], y), Math.max(begun[0], x), Math.max(begun[1], y)];
    const large = box[2] - box[0] > .004 && box[3] - box[1] > .004;
    if (kind === "up" && large) boxes.push({ box, name: asks.names[colours.now()] });
    draw(kind === "move" ? [{ box, name: asks.names[colours.now()] }] : []);
  });
  host.append(make("p", { className: "lead", textContent: "Draw a box around each thing, in the colour of its class." }));
  const colours = palette(asks.names, host);
  const undo = () => { boxes.pop(); draw([]); };
  host.append(make("div", { className: "choices" }, choice("take the last box back", "z", undo)));
  function draw(more) {
    const g = canvas.getContext("2d");
    g.clearRect(0, 0, canvas.width, canvas.height);
    g.lineWidth = 3;
    for (const { box: [l, t, r, b], name } of [...boxes, ...more]) {
      g.strokeStyle = COLOURS[asks.names.indexOf(name) % COLOURS.length];
      g.strokeRect(l * canvas.width, t * canvas.height, (r - l) * canvas.width, (b - t) * canvas.height);
    }
  }
  return {
    show: (shown, before) => { boxes = before ? [...before] : []; under(shown.pictures[0]); [canvas.width, canvas.height] = sizeOf(shown.pictures[0], 900); draw([]); },
    value: () => boxes,
    key: event => event.key === "z" ? (undo(), true) : colours.key(event),
  };
};

function sizeOf(picture, across) {
  const larger = across / Math.max(picture.naturalWidth, picture.naturalHeight);
  return [Math.round(picture.naturalWidth * larger), Math.round(picture.naturalHeight * larger)];
}

forms.mask = (asks, host) => {
  const { width, height, names } = asks;
  const kinds = new Uint16Array(width * height);
  let size = Math.max(1, Math.round(width / 24));
  const { canvas, under } = board(host, (kind, x, y) => {
    for (let v = Math.floor(y * height - size / 2); v < y * height + size / 2; v++)
      for (let u = Math.floor(x * width - size / 2); u < x * width + size / 2; u++)
        if (u >= 0 && v >= 0 && u < width && v < height) kinds[v * width + u] = colours.now();
    draw();
  });
  canvas.className = "paint";
  [canvas.width, canvas.height] = [width, height];
  host.append(make("p", { className: "lead", textContent: `Paint each class; what stays clear is ${names[0]}.` }));
  const colours = palette(names, host);
  const brush = by => { size = Math.max(1, Math.min(width, Math.round(size * by + (by > 1 ? 1 : 0)))); };
  const fill = () => { kinds.fill(colours.now()); draw(); };
  host.append(make("div", { className: "choices" }, choice("finer brush", "-", () => brush(.6)), choice("broader brush", "+", () => brush(1.6)), choice("all of it", "f", fill)));
  const inks = names.map((_, i) => COLOURS[i % COLOURS.length].match(/\w\w/g).map(h => parseInt(h, 16)));
  function draw() {
    const g = canvas.getContext("2d"), pixels = g.createImageData(width, height);
    kinds.forEach((k, i) => pixels.data.set([...inks[k], k ? 255 : 0], 4 * i));  // the first class is left clear
    g.putImageData(pixels, 0, 0);
  }
  return {
    show: (shown, before) => {
      let at = 0;
      kinds.fill(0);
      for (const [name, n] of before || []) { kinds.fill(names.indexOf(name), at, at + n); at += n; }
      under(shown.pictures[0]);
      draw();
    },
    value: () => {
      const runs = [];
      kinds.forEach((k, i) => { if (i && k === kinds[i - 1]) runs.at(-1)[1]++; else runs.push([names[k], 1]); });
      return runs;
    },
    key: event => event.key === "-" ? (brush(.6), true) : event.key === "+" ? (brush(1.6), true) : event.key === "f" ? (fill(), true) : colours.key(event),
  };
};

// press where you think it goes: between your points, and before the first, it goes straight
forms.forecast = (asks, host) => {
  let points = {}, past = {}, redraw = [];
  const last = name => { const known = past[name].filter(v => v !== null); return known.at(-1) ?? 0; };
  function course(name) {
    const marks = [[0, last(name)], ...Object.entries(points[name] || {}).map(([s, v]) => [Number(s), v]).sort((a, b) => a[0] - b[0])];
    return Array.from({ length: asks.steps }, (_, i) => {
      const after = marks.find(m => m[0] >= i + 1), before = marks.filter(m => m[0] <= i + 1).at(-1);
      if (!after) return before[1];
      return after[0] === before[0] ? after[1] : before[1] + (after[1] - before[1]) * (i + 1 - before[0]) / (after[0] - before[0]);
    });
  }
  function plot(name, asked) {
    const known = past[name].filter(v => v !== null), least = Math.min(...known), most = Math.max(...known);
    const room = (most - least || 1) * .3, low = least - room, high = most + room, n = past[name].length;
    const across = n - 1 + asks.steps, X = i => 1000 * i / across, Y = v => 200 * (high - v) / (high - low);
    const figure = make("figure"), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 1000 200"); svg.setAttribute("preserveAspectRatio", "none"); svg.setAttribute("class", "plot");
    const line = (values, first, kind) => {
      const e = document.createElementNS(svg.namespaceURI, "polyline");
      e.setAttribute("points", values.map((v, i) => v === null ? "" : `${X(first + i)},${Y(v)}`).join(" ")); e.setAttribute("class", kind);
      return e;
    };
    const floor = document.createElementNS(svg.namespaceURI, "rect");
    for (const [k, v] of Object.entries({ x: X(n - 1), y: 0, width: 1000 - X(n - 1), height: 200 })) floor.setAttribute(k, v);
    const draw = () => svg.replaceChildren(...(asked ? [floor] : []), line(past[name], 0, ""), ...(asked ? [line([last(name), ...course(name)], n - 1, "next")] : []));
    const set = event => {
      const r = svg.getBoundingClientRect(), step = Math.round((event.clientX - r.left) / r.width * across) - (n - 1);
      if (step < 1 || step > asks.steps) return;
      (points[name] ??= {})[step] = high - (event.clientY - r.top) / r.height * (high - low);
      draw();
    };
    if (asked) { svg.addEventListener("pointerdown", set); svg.addEventListener("pointermove", e => { if (e.buttons) set(e); }); }
    figure.append(make("figcaption", { textContent: `${name}, from ${least.toPrecision(4)} to ${most.toPrecision(4)}` }), svg);
    draw();
    redraw.push(draw);
    return figure;
  }
  const plots = make("div");
  host.append(plots, make("p", { className: "lead", textContent: `Press or draw the next ${asks.steps} steps in the shaded part.` }),
    make("div", { className: "choices" }, choice("begin anew", "z", () => { points = {}; redraw.forEach(d => d()); })));
  return {
    show: (shown, before) => {
      past = shown.curves; redraw = [];
      points = Object.fromEntries(Object.entries(before || {}).map(([c, values]) => [c, Object.fromEntries(values.map((v, i) => [i + 1, v]))]));
      plots.replaceChildren(...Object.keys(past).map(name => plot(name, asks.channels.includes(name))));
    },
    value: () => Object.fromEntries(asks.channels.map(name => [name, course(name)])),
    key: event => { if (event.key !== "z") return false; points = {}; redraw.forEach(d => d()); return true; },
  };
};
