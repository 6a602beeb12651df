// Where the customer writes.

import { iconButton, make } from "./dom.js";

const MAX_CHARACTERS = 1000;
const WARN_CHARACTERS = 900;

/** The form; `input` is its text field. on: send(text), photos(files). */
export function makeComposer(texts, on) {
  const { text } = texts;
  const input = make("textarea", {
    id: "message", rows: 1, placeholder: text("placeholder"), "aria-describedby": "counter", enterKeyHint: "send", dir: "auto",
  });
  const counter = make("p", { id: "counter", hidden: true });
  const spoken = make("p", { className: "hidden", role: "status" });
  const picker = (id, more) => {
    const element = make("input", { type: "file", id, hidden: true, ...more });
    element.addEventListener("change", () => {
      const files = [...element.files];
      element.value = ""; // so that the same file can be chosen again
      input.focus();
      on.photos(files);
    });
    return element;
  };
  const photo = picker("photo", { accept: "image/jpeg,image/png,image/webp,image/heic,image/heif", multiple: true, "aria-label": text("photo_file") });
  const camera = picker("camera", { accept: "image/*", capture: "environment", "aria-label": text("take_photo") });

  const count = () => [...input.value.trim()].length; // as the server counts: an emoji is one
  const measure = () => {
    input.rows = 1;
    while (input.rows < 4 && input.scrollHeight > input.clientHeight) input.rows += 1;
    const tooLong = count() > MAX_CHARACTERS;
    counter.hidden = count() <= WARN_CHARACTERS;
    counter.textContent = tooLong ? text("too_long", { n: count() }) : text("characters_left", { n: MAX_CHARACTERS - count() });
    input.ariaInvalid = tooLong;
    // spoken when a limit is crossed, not at every key
    const now = counter.hidden ? "" : text(tooLong ? "too_long_spoken" : "characters_few");
    if (spoken.textContent !== now) spoken.textContent = now;
  };

  const form = make("form", { id: "composer", "aria-label": text("composer"), autocomplete: "off" },
    counter,
    make("label", { htmlFor: "message", className: "hidden" }, text("message")),
    iconButton("photo", text("add_photo"), () => photo.click(), { id: "add-photo" }),
    input,
    iconButton("send", text("send"), null, { id: "send", type: "submit", className: "primary round" }),
    spoken, photo, camera);
  input.addEventListener("input", measure);
  input.addEventListener("keydown", (event) => {
    // an input method's Enter picks a word; 229 is how Safari says so
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    input.focus();
    const written = input.value.trim();
    if (!written || count() > MAX_CHARACTERS) return;
    input.value = "";
    measure();
    on.send(written);
  });
  return { form, input, choosePhoto: (fromCamera) => (fromCamera ? camera : photo).click() };
}
