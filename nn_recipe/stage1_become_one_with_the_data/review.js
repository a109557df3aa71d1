// Each suspect is kept, changed or left out; the lines that say so are a file to save.
if (page.review) {
  const { rows, names, word, before } = page.review, changes = new Map();
  const cell = value => /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const line = cells => cells.map(cell).join(",");
  for (const name of names) at("known").append(make("option", { value: name }));

  function told() {
    const lines = rows.filter(row => changes.has(row.id)).map(row => line([row.id, changes.get(row.id), row.what]));
    const text = [before || "id,label,because", ...lines].join("\n") + "\n";
    at("patch").href = "data:text/csv;charset=utf-8," + encodeURIComponent(text);
    const out = [...changes.values()].filter(label => label === "").length;
    at("told").textContent = `${changes.size - out} to change, ${out} to leave out, ${rows.length - changes.size} to keep`;
  }

  function suspect(row, i) {
    const card = make("article", { innerHTML: row.drawn });
    card.append(make("b", { textContent: row.what }), make("small", { textContent: row.shown }));
    const choice = make("fieldset"), group = `suspect ${i}`;
    choice.append(make("legend", { textContent: row.given ? `answer ${row.given}` : "answer" }));
    const label = make("input", { value: word && row.says !== "(leave out)" ? row.says : "", size: 12 });
    label.setAttribute("list", "known");
    label.setAttribute("aria-label", `another answer for ${row.id}`);
    function option(value, text, then, more) {
      const wrap = make("label"), box = make("input", { type: "radio", name: group, value });
      box.checked = value === "keep";
      box.addEventListener("change", () => { then(); told(); });
      wrap.append(box, ` ${text} `, ...(more ? [more] : []));
      choice.append(wrap);
      return box;
    }
    const unknown = () => names.length && !names.includes(label.value);
    function change() {
      label.setCustomValidity(!label.value ? "which?" : unknown() ? "no class of training" : "");
      label.title = label.validationMessage;
      if (label.checkValidity()) changes.set(row.id, label.value); else changes.delete(row.id);
    }
    option("keep", "keep", () => changes.delete(row.id));
    if (word && row.given) {
      const box = option("change", "change to", change, label);
      label.addEventListener("input", () => { box.checked = true; change(); told(); });
    }
    option("out", "leave out", () => changes.set(row.id, ""));
    card.append(choice);
    return card;
  }

  if (page.served) {  // no file to carry: the server adds the lines
    at("patch").hidden = true;
    at("write").hidden = false;
    at("write").addEventListener("click", () => {
      const lines = rows.filter(row => changes.has(row.id)).map(row => [row.id, changes.get(row.id), row.what]);
      send("patch", { lines }).then(r => r.json()).then(said => { at("told").textContent = said.told || said.error; },
        () => { at("told").textContent = "Not written: look has ended."; });
    });
  }

  rows.forEach((row, i) => at("suspects").append(suspect(row, i)));
  told();
}
