// "Check my unit": a form for those who would rather fill in than chat, with hints while typing,
// and the pictures that show where the label is. All it knows of a recall comes from its file.

import { button, make } from "./dom.js";

/** What is typed, as it will be read: characters with how sure they are; what to look at once more. */
export function readSerial(typed, { alphabet, certain, ambiguous, lengths, labels }) {
  let text = typed.toUpperCase().trim();
  for (const label of [...labels].sort((a, b) => b.length - a.length)) {
    const rest = text.slice(label.length);
    if (text.startsWith(label) && /^[\s:.#-]/.test(rest)) {
      text = rest;
      break;
    }
  }
  const plain = [...text.replace(/[\s\-_.:/]+/g, "")];
  const characters = plain.map((typedAs) => {
    const read = certain[typedAs] ?? typedAs;
    const others = ambiguous.filter((group) => group.includes(read)).join("").replaceAll(read, "");
    return { typedAs, read, others, wrong: !alphabet.includes(read) };
  });
  return {
    characters,
    count: characters.length,
    usual: !lengths.length || lengths.includes(characters.length),
    lengths,
  };
}

export function isModel(typed, models) {
  const plain = typed.toUpperCase().replace(/[\s\-_.]+/g, "");
  return models.some((model) => {
    const pattern = model.replace(/[^A-Z0-9?*]/g, "").replaceAll("?", ".").replaceAll("*", ".*");
    return new RegExp(`^${pattern}$`).test(plain);
  });
}

function readBack(characters, texts) {
  const line = make("span", { className: "read", dir: "ltr" });
  characters.forEach(({ read, others, wrong }, i) => {
    if (i && i % 4 === 0) line.append(" ");
    line.append(wrong || others ? make("b", { className: wrong ? "wrong" : "doubtful" }, read) : read);
  });
  return make("p", {}, texts.text("unit_read"), " ", line);
}

function serialHints({ characters, count, usual, lengths }, texts) {
  const { text, list } = texts;
  const unique = (pick, by = "typedAs") => [...new Map(characters.filter(pick).map((c) => [c[by], c])).values()];
  const hints = [];
  const wrong = unique((c) => c.wrong);
  if (wrong.length) hints.push(text("unit_wrong", { characters: list(wrong.map((c) => c.typedAs)) }));
  for (const { typedAs, read } of unique((c) => c.typedAs !== c.read)) hints.push(text("unit_certain", { typedAs, read }));
  const doubtful = unique((c) => c.others && !c.wrong, "read");
  if (doubtful.length) {
    const pairs = doubtful.map((c) => text("unit_pair", { read: c.read, others: [...c.others].join("/") }));
    hints.push(text("unit_doubtful", { pairs: list(pairs) }));
  }
  if (usual) hints.push(text("unit_complete", { count }));
  else hints.push(text(count < Math.min(...lengths) ? "unit_short" : "unit_long", { count, usual: lengths.join("/") }));
  return hints;
}

/** A drawing of the recall's file beside its words. As an image it can run nothing. */
export function figure({ title, text, drawing, lang }) {
  const image = drawing ? make("img", { src: URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" })), alt: "", width: 240, height: 150 }) : null;
  return make("figure", {}, image, make("figcaption", { lang }, title ? make("strong", {}, title) : null, title ? " " : null, text));
}

/** The form. on: send(text), close(). */
export function unitForm(texts, on) {
  const { text, recall: facts } = texts;
  const input = (id, more) =>
    make("input", { id, autocomplete: "off", autocapitalize: "characters", spellcheck: false, maxLength: 60, dir: "ltr", ...more });
  const model = input("unit-model", { "aria-describedby": "unit-model-hint" });
  const serial = input("unit-serial", { "aria-describedby": "unit-serial-hint" });
  const modelHint = make("p", { id: "unit-model-hint", className: "hint", role: "status" });
  const serialHint = make("div", { id: "unit-serial-hint", className: "hint" }, make("p", {}, text("unit_serial_help")));
  const spoken = make("p", { className: "hidden", role: "status" });
  let speaking;

  const names = facts.models.filter((m) => !/[?*]/.test(m)); // the others are patterns, nothing to compare with
  model.addEventListener("input", () => {
    const unknown = names.length && model.value.trim().length > 3 && !isModel(model.value, facts.models);
    modelHint.textContent = unknown ? text("unit_other_model", { models: names.join(", ") }) : "";
  });
  serial.addEventListener("input", () => {
    const read = readSerial(serial.value, facts.serial);
    const hints = read.count ? serialHints(read, texts) : [text("unit_serial_help")];
    serialHint.replaceChildren(...(read.count ? [readBack(read.characters, texts)] : []), ...hints.map((hint) => make("p", {}, hint)));
    clearTimeout(speaking); // heard in a pause, not at every key
    speaking = setTimeout(() => (spoken.textContent = read.count ? hints.join(" ") : ""), 1200);
  });

  // Before the browser looks at the fields: it says itself that one of them is needed, either of them.
  const check = () => {
    model.value = model.value.trim();
    model.required = !serial.value.trim();
  };
  const field = (control, label, hint) => make("div", { className: "field" }, make("label", { htmlFor: control.id }, label), control, hint);
  const where = facts.photos.find(({ drawing }) => drawing);
  const form = make("form", { className: "unit", "aria-labelledby": "unit-title", autocomplete: "off" },
    make("h2", { id: "unit-title" }, text("check_unit")),
    field(model, text("unit_model"), modelHint),
    field(serial, text("unit_serial"), serialHint),
    make("details", {}, make("summary", {}, text("unit_where")), figure({ ...facts.label, text: facts.label.where, drawing: where?.drawing })),
    make("p", { className: "row" }, button(text("cancel"), "quiet", on.close), button(text("unit_check"), "primary", check, { type: "submit" })),
    spoken);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // In the words that the assistant reads, whatever the page's language.
    const lines = [["Model", model.value], ["Serial number", serial.value.trim()]].filter(([, value]) => value);
    on.send(lines.map((line) => line.join(": ")).join("\n"));
  });
  return form;
}
