// Draws the conversation. What the server or the customer wrote goes in as
// text nodes, never as markup.

const VERDICTS = new Map([
  ["affected", ["!", "This unit is recalled"]],
  ["possibly_affected", ["!", "Treat this unit as recalled"]],
  ["check_again", ["?", "Please compare the number once more"]],
  ["not_listed", ["i", "Not in the list we hold"]], // information, not an all-clear: no tick, no green
  ["unknown_product", ["i", "No recall known to us names this product"]],
]);
const SENDERS = { customer: "You", agent: "Support team", assistant: "Assistant", notice: "Notice" };

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const makeButton = (text, className, onclick) => make("button", { type: "button", className, onclick }, text);

function makeTime(at) {
  const date = Number.isNaN(Date.parse(at)) ? new Date() : new Date(at);
  const day = date.toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" };
  const text = date.toLocaleString("en", { hour: "numeric", minute: "2-digit", ...day });
  return make("time", { dateTime: date.toISOString() }, text);
}

function makeLink({ title, url }) {
  let target;
  try {
    target = new URL(url, location.href);
  } catch {
    return null;
  }
  const { protocol, origin, href } = target;
  const web = protocol === "https:" || (protocol === "http:" && origin === location.origin);
  if (!web && protocol !== "mailto:" && protocol !== "tel:") return null;
  const hint = web ? make("span", { className: "visually-hidden" }, " (opens in a new tab)") : null;
  return make("li", {}, make("a", { href, rel: "noopener", target: "_blank" }, title || url, hint));
}

/** What was said; a verdict in a frame with a heading. The card's steps stand in the text already. */
function makeText(text, card) {
  const paragraph = text ? make("p", { className: "text" }, text) : null;
  if (card?.kind !== "verdict" || !VERDICTS.has(card.verdict)) return paragraph;
  const [icon, heading] = VERDICTS.get(card.verdict);
  return make("section", { className: `card ${card.verdict}` },
    make("h2", {}, make("span", { className: "icon", "aria-hidden": "true" }, icon), heading),
    paragraph);
}

export class ChatView {
  #log = document.getElementById("log");
  #jump = document.getElementById("jump");
  #status = document.getElementById("status");
  #actions;
  #entries = []; // in the order shown
  #readingAbove = false;
  #atEnd = true;
  #lastTop = 0;

  /** actions: press(button), choosePhoto(fromCamera), focusInput() */
  constructor(actions) {
    this.#actions = actions;
    this.#log.addEventListener("scroll", () => this.#watchScroll());
    new ResizeObserver(() => {
      if (this.#atEnd) this.#scrollTo(this.#log.scrollHeight); // a phone's keyboard must not cover the question
      this.#watchScroll();
    }).observe(this.#log);
    this.#jump.addEventListener("click", () => {
      this.#scrollTo(this.#log.scrollHeight);
      actions.focusInput();
    });
  }

  /** While history is filled in, a screen reader should not read all of it out. */
  set busy(on) {
    this.#log.setAttribute("aria-busy", String(on));
  }

  set status(text) {
    this.#status.textContent = text;
  }

  clear() {
    for (const { element } of this.#entries) element.remove();
    this.#entries = [];
    this.status = "";
    this.#readingAbove = false;
    this.#jump.hidden = true;
  }

  /** What was said stays readable, but belongs to an earlier conversation. Unsent messages go into the next. */
  freeze() {
    for (const entry of this.#entries) {
      if (entry.seq !== Infinity) Object.assign(entry, { id: null, seq: -1, frozen: true });
    }
  }

  /** Messages from the server. Those shown already only learn their place. */
  show(messages) {
    let first;
    for (const message of messages) {
      const known = this.#entries.find(({ id }) => id === message.id);
      if (known) {
        this.sent(known, message.seq);
      } else {
        const entry = this.#add(message);
        first ??= entry;
      }
    }
    this.#offerButtons();
    if (first) this.#follow(first);
  }

  /** A message of the customer that the server has not confirmed. */
  pending({ id, text, file }) {
    const known = this.#entries.find((entry) => entry.id === id); // by history, if it was sent before a reload
    const entry = known ?? this.#add({ id, seq: Infinity, from: "customer", text: file ? `Photo: ${file.name}` : text });
    if (file) this.#addPreview(entry, file);
    this.#offerButtons();
    this.#scrollTo(this.#log.scrollHeight);
    return entry;
  }

  notice(text) {
    this.#follow(this.#add({ id: null, seq: this.#lastSeq(), from: "notice", text }));
    this.#offerButtons();
  }

  /** How the sending goes, with a 'Try again' button where there is an onRetry. */
  state(entry, text, onRetry) {
    entry.state.replaceChildren(text);
    entry.progress?.toggleAttribute("hidden", text !== "sending…");
    if (onRetry) {
      entry.state.append(" ", makeButton("Try again", "quiet", () => {
        this.#actions.focusInput(); // this button is about to go
        onRetry();
      }));
    }
    if (!this.#readingAbove) this.#scrollTo(this.#log.scrollHeight);
  }

  progress(entry, part) {
    entry.progress.value = part;
    if (part === 1) this.state(entry, "checking the photo…");
  }

  /** Confirmed. Until history tells its seq, it stands before its replies, or else after all that is known. */
  sent(entry, seq, replies = []) {
    const guess = replies.length ? Math.min(...replies.map((reply) => reply.seq)) - 0.5 : this.#lastSeq() + 0.5;
    this.#place(entry, seq ?? (entry.seq === Infinity ? guess : entry.seq));
    entry.state.replaceChildren();
    entry.progress?.remove();
  }

  refused(entry) {
    entry.failed = true;
    entry.element.classList.add("failed");
    this.state(entry, "Not sent.");
    this.#place(entry, this.#lastSeq());
  }

  #add(message) {
    const { id, seq, at, text, name, card, links, from } = message;
    const kind = Object.hasOwn(SENDERS, from) ? from : "assistant";
    // a person's name is shown to all, so that nobody takes them for the program
    const sender = kind === "agent" ? [name || SENDERS.agent, "sender"] : [SENDERS[kind], "visually-hidden"];
    const anchors = (links ?? []).map(makeLink).filter(Boolean);
    const state = make("span", { className: "state" });
    const element = make("article", { className: `message ${kind}` },
      make("span", { className: sender[1] }, sender[0]),
      makeText(text, card),
      anchors.length ? make("ul", { className: "links" }, ...anchors) : null,
      make("p", { className: "meta" }, makeTime(at), " ", state));
    const entry = { id, message, kind, element, state };
    this.#place(entry, seq);
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
  }

  #lastSeq() {
    return Math.max(0, ...this.#entries.map(({ seq }) => seq).filter(Number.isFinite));
  }

  #addPreview(entry, file) {
    const src = URL.createObjectURL(file);
    const image = make("img", { alt: "" });
    image.onload = () => {
      URL.revokeObjectURL(src);
      if (!this.#readingAbove) this.#scrollTo(this.#log.scrollHeight);
    };
    image.onerror = () => image.remove(); // few browsers show HEIC; the file's name is there
    image.src = src;
    entry.progress = make("progress", { max: 1, value: 0, "aria-label": "Photo upload" });
    entry.element.lastElementChild.before(image, entry.progress);
  }

  /** Under the last message only, and only while it is the customer's turn. */
  #offerButtons() {
    const last = this.#entries.findLast(({ failed, kind }) => !failed && kind !== "notice");
    const old = this.#log.querySelector(".choices");
    if (old && old.parentElement === last?.element && !last.frozen) return;
    if (old?.contains(document.activeElement)) this.#actions.focusInput();
    old?.remove();
    if (!last || last.frozen || last.kind === "customer") return;
    const { press, choosePhoto } = this.#actions;
    const buttons = (last.message.buttons ?? []).map((button) => makeButton(button.title, "quiet", () => press(button)));
    if (last.message.ask === "photo") {
      buttons.unshift(makeButton("Choose a photo", "primary", () => choosePhoto(false)));
      // only a phone or tablet has a camera to photograph a label with
      const handheld = matchMedia("(pointer: coarse)").matches;
      if (handheld) buttons.unshift(makeButton("Take a photo", "primary", () => choosePhoto(true)));
    }
    const group = { className: "choices", role: "group", "aria-label": "Suggested answers" };
    if (buttons.length) last.element.append(make("div", group, ...buttons));
  }

  /** Show what is new from its first line, unless the customer is reading further up. */
  #follow({ element }) {
    if (!this.#readingAbove) this.#scrollTo(element.offsetTop - 8);
    this.#watchScroll(); // a question further down must not be missed
  }

  #scrollTo(top) {
    this.#log.scrollTop = Math.max(top, this.#log.scrollTop); // never up: only the customer does that
  }

  #watchScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    if (scrollTop < this.#lastTop) this.#readingAbove = true;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < 60;
    if (this.#atEnd) this.#readingAbove = false;
    this.#jump.hidden = this.#atEnd;
    this.#lastTop = scrollTop;
  }
}
