// The list of messages: their order, their buttons, and where the reader is.

import { button, make } from "./dom.js";
import { drawMessage } from "./message.js";

const BURST = 3000; // ms; messages that follow each other faster are one answer
const WAITING = 1e12; // no seq is as high; the moment it was said is added to it

export class Log {
  #log;
  #jump;
  #texts;
  #actions;
  #entries = []; // in the order shown
  #readingAbove = false;
  #atEnd = true;
  #lastTop = 0;
  #height = 0;
  #first = null; // of the messages that have just come in
  #came = 0;

  /** actions: press(button), choosePhoto(fromCamera), photo(id), photoGuide(), checkUnit(), focus() */
  constructor(log, jump, texts, actions) {
    this.#log = log;
    this.#jump = jump;
    this.#texts = texts;
    this.#actions = actions;
    log.addEventListener("scroll", () => this.#watchScroll());
    new ResizeObserver(() => {
      this.#height = log.clientHeight;
      if (this.#atEnd) this.toEnd(); // a phone's keyboard must not cover the question
      this.#watchScroll();
    }).observe(log);
    jump.addEventListener("click", () => {
      this.#scrollTo(log.scrollHeight);
      actions.focus();
    });
  }

  /** While history is filled in, a screen reader should not read all of it out. */
  set busy(on) {
    this.#log.ariaBusy = on;
  }

  clear() {
    for (const { element } of this.#entries) element.remove();
    this.#entries = [];
    this.#readingAbove = false;
    this.#jump.hidden = true;
  }

  get messages() {
    return this.#entries.map(({ message }) => message);
  }

  /** What was said stays readable, but belongs to an earlier conversation. Unsent messages go into the next. */
  freeze() {
    for (const entry of this.#entries) {
      if (entry.seq < WAITING) Object.assign(entry, { id: null, seq: -1, frozen: true });
    }
    this.#offerButtons();
  }

  /** Messages from the server. Those shown already learn their place. */
  show(messages) {
    let first;
    for (const message of messages) {
      const known = this.find(message.id);
      if (known) this.#confirm(known, message.seq);
      else {
        const entry = this.#add(message);
        first ??= entry;
      }
    }
    this.#offerButtons();
    if (!first) return;
    if (this.#log.ariaBusy === "true") this.toEnd();
    else this.#follow(first);
  }

  find(id) {
    return this.#entries.find((entry) => entry.id === id);
  }

  /** A message of the customer that the server has not confirmed. */
  pending({ id, text, file, made = Date.now() }) {
    const entry = this.#add({ id, seq: WAITING + made, from: "customer", text: file ? this.#texts.text("photo_named", file) : text });
    if (file) {
      this.#addImage(entry, file);
      entry.progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": this.#texts.text("upload") });
      entry.element.lastElementChild.before(entry.progress);
    }
    this.#offerButtons();
    this.#first = null;
    this.toEnd();
    return entry;
  }

  /** lang: of the text, where it is not the widget's. */
  notice(text, lang) {
    this.#follow(this.#add({ id: null, seq: this.#lastSeq(), from: "notice", text, lang }));
    this.#offerButtons();
  }

  /** How the sending goes; true if it goes no more. more: why (the server's words), part (of the upload), retry(), cancel(). */
  state(id, text, more = {}) {
    const entry = this.find(id);
    if (!(entry?.seq >= WAITING)) return true; // it has arrived, or never will
    const { element, state, progress } = entry;
    if (progress) {
      progress.hidden = more.part === undefined;
      progress.value = more.part ?? 0;
    }
    const told = [more.why, text, !more.cancel].join();
    if (entry.told === told) return; // said once
    entry.told = told;
    const had = state.contains(this.#log.getRootNode().activeElement);
    state.replaceChildren(more.why ? make("span", { lang: "en" }, more.why, " ") : "", text);
    for (const key of ["retry", "cancel"]) {
      if (more[key]) state.append(" ", button(this.#texts.text(key), "quiet small", more[key]));
    }
    if (had) this.#actions.focus();
    if (!this.#readingAbove) this.toEnd();
  }

  confirm(id) {
    const entry = this.find(id);
    if (entry?.seq >= WAITING) this.#confirm(entry, this.#lastSeq());
  }

  refused(id) {
    const entry = this.find(id);
    if (!entry) return;
    this.state(id, this.#texts.text("not_sent"));
    entry.failed = true;
    entry.element.classList.add("failed");
    entry.progress?.remove();
    this.#place(entry, this.#lastSeq());
  }

  remove(id) {
    const entry = this.find(id);
    if (!(entry?.seq >= WAITING)) return; // another window has sent it
    const had = entry.element.contains(this.#log.getRootNode().activeElement);
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    entry.element.remove();
    this.#group();
    this.#offerButtons();
    if (had) this.#actions.focus();
  }

  rename(id, newId) {
    const entry = this.find(id);
    if (entry) entry.id = newId;
  }

  /** Where the newest is; what nobody has answered yet is read from its beginning. */
  toEnd() {
    if (this.#entries.length > 1) this.#scrollTo(this.#log.scrollHeight);
  }

  #confirm(entry, seq) {
    const had = entry.state.contains(this.#log.getRootNode().activeElement);
    entry.state.replaceChildren();
    entry.progress?.remove();
    this.#place(entry, seq);
    if (had) this.#actions.focus();
  }

  #add(message) {
    const entry = { id: message.id, message, ...drawMessage(message, this.#texts) };
    if (message.photo) this.#addImage(entry, this.#actions.photo(message.photo));
    this.#place(entry, message.seq);
    return entry;
  }

  /** Into the order of seq. An element that stands right is left alone: moved, it would be read out again. */
  #place(entry, seq) {
    if (entry.seq === seq) return;
    entry.seq = seq;
    const before = this.#entries.indexOf(entry);
    if (before >= 0) this.#entries.splice(before, 1);
    const at = this.#entries.findLastIndex((other) => other.seq <= seq) + 1;
    this.#entries.splice(at, 0, entry);
    if (at !== before) this.#log.insertBefore(entry.element, this.#entries[at + 1]?.element ?? null);
    this.#group();
  }

  /** Messages of one sender that follow each other are shown as one group. */
  #group() {
    const same = (a, b) => a?.from === b?.from && a?.message.name === b?.message.name;
    this.#entries.forEach((entry, i) => {
      entry.element.classList.toggle("follows", same(this.#entries[i - 1], entry));
      const next = this.#entries[i + 1];
      entry.element.classList.toggle("goes-on", same(entry, next) && next.at - entry.at < 60_000);
    });
    // A number that an answer names twice is copied from the first place.
    let answer = new Set();
    for (const { element } of this.#entries) {
      if (!element.classList.contains("follows")) answer = new Set();
      for (const copy of element.querySelectorAll(".copy")) {
        copy.hidden = answer.has(copy.dataset.number);
        answer.add(copy.dataset.number);
      }
    }
  }

  #lastSeq() {
    return Math.max(0, ...this.#entries.map(({ seq }) => seq).filter((seq) => seq < WAITING));
  }

  /** Its place is as high as it will be, so that what follows stays where it is read. */
  async #addImage(entry, coming) {
    const image = make("img", { alt: "" });
    image.onload = () => URL.revokeObjectURL(image.src);
    image.onerror = () => image.remove(); // few browsers show HEIC; the file's name is there
    entry.element.lastElementChild.before(image);
    const file = await coming;
    if (file) image.src = URL.createObjectURL(file);
    else image.remove();
  }

  /** Under the last message only, and only while it is the customer's turn. */
  #offerButtons() {
    const last = this.#entries.findLast(({ failed, from }) => !failed && from !== "notice");
    const old = this.#log.querySelector(".choices");
    if (old && old.parentElement === last?.element && !last.frozen) return;
    if (old?.contains(this.#log.getRootNode().activeElement)) this.#actions.focus();
    old?.remove();
    if (!last || last.frozen || last.from === "customer") return;
    const { text } = this.#texts;
    const { press, choosePhoto, photoGuide, checkUnit } = this.#actions;
    const buttons = (last.message.buttons ?? []).map((choice) => button(choice.title, "quiet", () => press(choice), { lang: last.message.lang, dir: "auto" }));
    if (last.message.greeting) buttons.push(button(text("check_unit"), "quiet", checkUnit));
    let guide = null;
    if (last.message.ask === "photo") {
      buttons.unshift(button(text("choose_photo"), "primary", () => choosePhoto(false)));
      // only a phone or tablet has a camera to photograph a label with
      if (matchMedia("(pointer: coarse)").matches) buttons.unshift(button(text("take_photo"), "primary", () => choosePhoto(true)));
      guide = photoGuide();
    }
    if (!buttons.length) return;
    last.element.append(make("div", { className: "choices", role: "group", "aria-label": text("choices") }, guide, ...buttons));
  }

  /** Show what is new from its first line, unless the customer is reading further up. */
  #follow(entry) {
    if (!this.#first || Date.now() - this.#came > BURST) this.#first = entry;
    this.#came = Date.now();
    if (!this.#readingAbove) this.#scrollTo(this.#first.element.offsetTop - 12);
    this.#watchScroll(); // a question further down must not be missed
  }

  #scrollTo(top) {
    this.#log.scrollTop = Math.max(top, this.#log.scrollTop); // never up: only the customer does that
  }

  #watchScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    if (clientHeight !== this.#height) return; // the observer comes, and knows where the reader was
    if (scrollTop < this.#lastTop) this.#readingAbove = true;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < 60;
    if (this.#atEnd) this.#readingAbove = false;
    this.#jump.hidden = this.#atEnd;
    this.#lastTop = scrollTop;
  }
}
