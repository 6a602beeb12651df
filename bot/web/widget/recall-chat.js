// <recall-chat>: the chat of a recall assistant on any page.
//
//   <script type="module" src="https://HOST/widget/recall-chat.js"></script>
//   <recall-chat></recall-chat>
//
// Attributes: lang, label (of the launcher), invite (a first sentence beside it), theme (light or
// dark), mode="page" (fills the page, without launcher). A link to #recall-chat opens it.

import { ChatApi } from "./api.js";
import { makeComposer } from "./composer.js";
import { Connection } from "./connection.js";
import { button, icon, iconButton, make, newId, onEscape, save, store } from "./dom.js";
import { Log } from "./log.js";
import { senderOf } from "./message.js";
import { Photos } from "./photos.js";
import sheet from "./recall-chat.css" with { type: "css" };
import { loadTexts } from "./texts.js";
import { figure, unitForm } from "./unit.js";

const BASE = new URL(".", import.meta.url); // …/widget/
const KEY = `recall-chat ${BASE.origin}`;
const OUTBOX = `${KEY} unsent`;
const LINK = "#recall-chat";
const READ = `${KEY} read`;
const SMALL = "(max-width: 480px), (max-height: 480px)"; // there the panel fills the screen
const OFFLINE_AFTER = 1500; // ms; a shorter break is not worth a word

class RecallChat extends HTMLElement {
  #texts;
  #text;
  #root = this.attachShadow({ mode: "open" });
  #panel;
  #launcher;
  #badge;
  #news; // the badge, said aloud
  #log;
  #composer;
  #unit = null;
  #status;
  #dots;
  #api;
  #connection;
  #photos;
  #online = true;
  #offlineTimer;
  #typing = false;
  #photoStatus = "";
  #lastSeq = 0;
  #opener = null;
  #wanted = false; // asked to open before its texts were there
  #removed = null; // aborts what listens outside this element

  async connectedCallback() {
    const removed = (this.#removed = new AbortController());
    const wanted = this.lang || document.documentElement.lang || navigator.language || "en";
    this.#texts = await loadTexts(BASE, wanted);
    if (removed.signal.aborted) return;
    this.#text = this.#texts.text;
    this.#root.adoptedStyleSheets = [sheet];
    this.#draw();
    this.#begin();
    this.#listen(removed.signal);
    performance.mark("recall-chat-usable");
  }

  disconnectedCallback() {
    this.#removed?.abort();
    this.#connection?.close();
    this.#photos?.close();
    this.#root.replaceChildren();
    this.#unit = null;
  }

  /** Shows the panel; where there is none yet, as soon as it is drawn. */
  open() {
    if (this.#panel?.isConnected) this.#show(true);
    else this.#wanted = true;
  }

  /** Hides the panel. */
  close() {
    this.#wanted = false;
    store.write(`${KEY} open`, null, "sessionStorage");
    if (this.#full || !this.#panel?.isConnected || !this.#isOpen) return;
    const inside = this.#root.activeElement;
    this.#panel.close();
    this.#launcher.hidden = false;
    if (!inside) return;
    this.#launcher.focus();
    this.#opener?.focus(); // where that is the page itself, or gone, nothing happens
  }

  get #full() {
    return this.getAttribute("mode") === "page";
  }

  get #isOpen() {
    return this.#full || this.#panel.open;
  }

  // --- drawing ---

  #draw() {
    const { text } = this.#texts;
    const full = this.#full;
    const log = make("div", { id: "log", role: "log", tabIndex: 0, "aria-label": text("log") });
    const jump = button(text("more_below"), "quiet", null, { id: "jump", hidden: true });
    this.#status = make("span", { id: "status", role: "status" });
    this.#dots = make("span", { className: "dots", "aria-hidden": "true", hidden: true }, ...[1, 2, 3].map(() => make("i")));
    this.#composer = makeComposer(this.#texts, {
      send: (words) => this.#say(words),
      photos: (files) => this.#addPhotos(files),
    });
    log.addEventListener("data", () => this.#downloadData());
    this.#log = new Log(log, jump, this.#texts, {
      press: ({ title, payload }) => {
        this.#focus();
        this.#say(title, payload);
      },
      choosePhoto: this.#composer.choosePhoto,
      photo: (id) => this.#api.photo(id),
      photoGuide: () => this.#guide(),
      checkUnit: () => this.#showUnit(),
      focus: () => this.#focus(),
    });
    this.#panel = make(full ? "main" : "dialog", { id: "panel", "aria-labelledby": "title", "data-drop": text("drop") },
      this.#header(),
      log,
      jump,
      make("div", { className: "foot" },
        make("p", { className: "status" }, this.#dots, this.#status),
        this.#composer.form));
    this.#panel.lang = this.#texts.language;
    this.#panel.dir = this.dir || this.#texts.direction;
    this.#panel.classList.toggle("page", full);
    this.#root.append(this.#panel);
    if (!full) this.#root.prepend(...this.#corner());
  }

  #header() {
    const { text } = this.#texts;
    const menu = make("nav", { id: "menu", "aria-label": text("menu") },
      button(text("check_unit"), "quiet", () => this.#showUnit(), { id: "check-unit" }),
      button(text("new"), "quiet", () => this.#ask("new", () => this.#restart())),
      button(text("transcript"), "quiet", () => this.#download()),
      button(text("delete"), "quiet", () => this.#ask("delete", () => {
        this.#photos.clear();
        this.#say(text("delete_wish"), undefined, true);
      })));
    const more = iconButton("menu", text("menu"), null, { id: "more", "aria-expanded": "false", "aria-controls": "menu" });
    const toggle = (open) => {
      menu.classList.toggle("open", open);
      more.ariaExpanded = open;
    };
    more.onclick = () => toggle(!menu.classList.contains("open"));
    menu.addEventListener("click", () => toggle(false));
    const top = make("div", { className: "top" },
      make("div", { className: "titles" },
        make(this.#full ? "h1" : "h2", { id: "title" }, text("title")),
        make("p", {}, this.#text("subtitle"))),
      more, menu);
    top.addEventListener("focusout", ({ relatedTarget }) => {
      if (!top.contains(relatedTarget)) toggle(false);
    });
    onEscape(top, () => {
      if (!menu.classList.contains("open")) return false;
      toggle(false);
      more.focus();
    });
    if (!this.#full) top.append(iconButton("close", text("close"), () => this.close(), { id: "close" }));
    return top;
  }

  /** The launcher and its first sentence, in the page's corner. */
  #corner() {
    const { text } = this.#texts;
    const label = this.getAttribute("label") || text("launcher");
    this.#badge = make("span", { className: "badge", hidden: true });
    this.#launcher = button("", "launcher", () => this.#show(true), { "aria-haspopup": "dialog" });
    this.#launcher.append(icon("chat"), make("span", {}, label), this.#badge);
    const corner = make("div", { className: "corner", dir: this.dir || this.#texts.direction, lang: this.#texts.language });
    const invite = this.getAttribute("invite");
    if (invite !== null && !store.read(`${KEY} invited`)) {
      const dismiss = iconButton("close", text("dismiss"), () => {
        store.write(`${KEY} invited`, true);
        bubble.remove();
        this.#launcher.focus();
      });
      const bubble = make("aside", { className: "invite", "aria-label": text("title") }, make("p", {}, invite || this.#text("invite")), dismiss);
      corner.append(bubble);
    }
    this.#news = make("span", { className: "hidden", role: "status" });
    corner.append(this.#launcher, this.#news);
    this.#panel.addEventListener("cancel", (event) => { // Escape in a full-screen panel
      event.preventDefault();
      this.close();
    });
    onEscape(this.#panel, () => this.close());
    return [corner];
  }

  #show(asked) {
    this.#wanted = false;
    if (this.#isOpen) return this.#focus();
    if (!asked && matchMedia(SMALL).matches) return; // a full screen opens only when asked for
    this.#greet();
    this.#opener = asked ? document.activeElement : null;
    if (asked) this.#raise();
    else this.#panel.open = true; // without taking the focus
    this.#launcher.hidden = true;
    this.#root.querySelector(".invite")?.remove();
    store.write(`${KEY} invited`, true);
    store.write(`${KEY} open`, true, "sessionStorage");
    this.#markRead();
    this.#log.toEnd();
    if (asked) this.#focus();
  }

  /** Where the panel fills the screen the page behind it is out of reach. */
  #raise() {
    if (matchMedia(SMALL).matches) this.#panel.showModal();
    else this.#panel.show();
  }

  /** To the field where one writes; on a touch screen, whose keyboard would rise, to the newest message. */
  #focus() {
    const touch = matchMedia("(pointer: coarse)").matches;
    (this.#unit?.querySelector("input") ?? (touch ? this.#root.getElementById("log").lastElementChild : this.#composer.input)).focus({ preventScroll: true });
  }

  #guide() {
    const { photos } = this.#texts.recall;
    if (!photos.length) return null;
    return make("details", { className: "guide" }, make("summary", {}, this.#text("photo_guide")), ...photos.map(figure));
  }

  #showUnit() {
    if (this.#unit) return this.#focus();
    const opener = this.#root.activeElement;
    const done = () => {
      this.#unit.remove();
      this.#unit = null;
      (opener?.checkVisibility?.() ? opener : this.#composer.input).focus();
    };
    this.#unit = unitForm(this.#texts, {
      close: done,
      send: (words) => {
        done();
        this.#focus();
        this.#say(words);
      },
    });
    onEscape(this.#unit, done);
    this.#composer.form.before(this.#unit);
    this.#unit.querySelector("input").focus();
  }

  /** A question before something that can't be taken back. */
  #ask(name, yes) {
    const { text } = this.#texts;
    const opener = this.#root.getElementById("more");
    const dialog = make("dialog", { className: "question", role: "alertdialog", "aria-labelledby": "question-title", "aria-describedby": "question-text" },
      make("h2", { id: "question-title" }, text(`${name}_title`)),
      make("p", { id: "question-text" }, text(`${name}_text`)),
      make("p", { className: "row" },
        button(text(`${name}_no`), "quiet", () => dialog.close(), { autofocus: true }),
        button(text(`${name}_yes`), "primary", () => {
          dialog.close();
          yes();
        })));
    dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Escape closes this only
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (opener.checkVisibility?.()) opener.focus();
      else this.#focus();
    });
    this.#panel.append(dialog);
    dialog.showModal();
  }

  #download() {
    const { text, time } = this.#texts;
    const lines = this.#log.messages.filter(({ greeting }) => !greeting).map((message) =>
      `${time(message.at ? new Date(message.at) : new Date(), true)} - ${senderOf(message, this.#texts)}:\n${message.text}\n` +
      (message.links ?? []).map(({ title, url }) => `${title}: ${url}\n`).join(""));
    save("recall-chat", "txt", `${text("title")}\n\n${lines.join("\n")}`, "text/plain");
  }

  async #downloadData() {
    try {
      save("my-data", "json", JSON.stringify(await this.#api.ownData(), null, 2), "application/json");
    } catch (error) {
      this.#notice(error.message, "data_failed");
    }
  }

  /** What the server has said, which is English; else our own words. */
  #notice(said, key) {
    this.#log.notice(said || this.#text(key), said ? "en" : null);
  }

  // --- the conversation ---

  #begin() {
    const refused = (job, said, key = "not_accepted") => {
      this.#log.refused(job.id);
      this.#notice(said, key);
    };
    this.#api = new ChatApi(new URL("..", BASE), KEY);
    this.#connection = new Connection(this.#api, OUTBOX, {
      loaded: () => (this.#log.busy = false),
      messages: (list) => this.#take(list),
      online: (online) => this.#setOnline(online),
      typing: (typing) => {
        this.#typing = typing;
        this.#tell();
      },
      pending: (job, why) => {
        const state = why ? "trying_again" : this.#online ? "sending" : "not_sent_yet";
        this.#log.state(job.id, this.#text(state), why || !this.#online ? { why, retry: () => this.#connection.kick() } : {});
      },
      refused,
      expired: (jobs) => {
        this.#log.freeze();
        this.#log.notice(this.#text("expired"));
        for (const { was, id } of jobs) this.#log.rename(was, id);
      },
    });
    this.#photos = new Photos(this.#api, this.#connection, `${KEY} photos`, {
      add: (job) => this.#showWaiting([job]),
      state: (job, key, more) => this.#log.state(job.id, this.#text(key), more),
      done: (job) => this.#log.confirm(job.id),
      canceled: (job) => this.#log.remove(job.id),
      refused,
      status: (key) => {
        this.#photoStatus = key && this.#text(key);
        this.#tell();
      },
    });
    this.#log.clear();
    if (this.#isOpen) this.#greet();
    else (window.requestIdleCallback ?? setTimeout)(() => this.#greet());
    this.#log.busy = this.#api.begun;
    this.#showWaiting();
    this.#photos.restore();
    this.#connection.open();
  }

  /** Not before the launcher is seen: the first time of day takes a browser longer to write than all the rest. */
  #greet() {
    if (this.#log.find("greeting")) return;
    this.#log.show([{ id: "greeting", seq: 0, from: "assistant", text: this.#text("greeting"), greeting: true }]);
  }

  #restart() {
    this.#connection.close();
    this.#photos.clear();
    this.#photos.close();
    this.#api.forget();
    store.write(OUTBOX, null);
    store.write(READ, null);
    this.#lastSeq = 0;
    this.#typing = false;
    this.#photoStatus = "";
    this.#setOnline(true);
    this.#begin();
  }

  #listen(signal) {
    const listen = (target, name, heard) => target.addEventListener(name, heard, { signal });
    listen(window, "online", () => this.#connection.kick());
    listen(document, "visibilitychange", () => document.hidden || this.#connection.kick());
    listen(window, "storage", ({ key }) => { // another window of the same page
      if (key === KEY && this.#api.outdated) {
        this.#connection.close();
        this.#photos.close();
        this.#begin();
      } else if (key === OUTBOX) {
        this.#showWaiting();
        this.#connection.open();
      }
    });
    listen(this.#panel, "paste", (event) => {
      const { types } = event.clipboardData;
      // what was copied in an office program comes with a picture of itself
      if (!types.includes("text/html") || !types.includes("text/plain")) this.#dropped(event, event.clipboardData);
    });
    listen(this.#panel, "drop", (event) => this.#dropped(event, event.dataTransfer));
    const drag = (over) => this.#panel.classList.toggle("drop", over);
    listen(document, "dragover", (event) => {
      const files = event.dataTransfer?.types.includes("Files");
      if (!files || !this.#isOpen || event.defaultPrevented) return drag(false);
      const over = event.composedPath().includes(this.#panel);
      event.preventDefault(); // a photo dropped beside the panel would be opened in place of the page
      if (!over) event.dataTransfer.dropEffect = "none";
      drag(over);
    });
    listen(document, "dragleave", (event) => event.relatedTarget || drag(false));
    listen(document, "drop", () => drag(false));
    if (this.#full) return;
    listen(matchMedia(SMALL), "change", () => { // zoomed, or a phone turned: it covers the page, or does no more
      if (!this.#panel.open) return;
      const focused = this.#root.activeElement;
      this.#root.querySelector(".question")?.close(); // it would lie under the panel
      this.#panel.close();
      this.#raise();
      focused?.focus();
    });
    listen(document, "click", (event) => {
      const link = event.composedPath().find((node) => node.tagName === "A");
      if (link?.getAttribute("href") !== LINK) return;
      event.preventDefault();
      this.open();
    });
    // by the page's address, its script, or a link that was pressed before this was loaded
    if (location.hash === LINK || this.#wanted) this.open();
    else if (store.read(`${KEY} open`, "sessionStorage")) this.#show(false);
  }

  #dropped(event, { files }) {
    // not every system knows what HEIC is
    const photos = [...files].filter(({ type, name }) => /^image\/|\.hei[cf]$/i.test(type + name));
    if (!files.length) return;
    event.preventDefault();
    if (photos.length) this.#addPhotos(photos);
    else this.#notice("", "no_photo");
  }

  #addPhotos(files) {
    for (const file of files) this.#photos.add(file);
  }

  #say(words, payload, deletion) {
    const job = { id: newId(), made: Date.now(), text: words, payload, deletion };
    this.#showWaiting([job]);
    this.#connection.send(job);
  }

  #showWaiting(jobs = this.#connection.outbox) {
    for (const job of jobs) {
      if (this.#log.find(job.id)) continue;
      this.#log.pending(job);
      this.#log.state(job.id, this.#text("waiting"));
    }
  }

  #take(messages) {
    this.#log.show(messages);
    this.#lastSeq = messages.at(-1).seq;
    this.#markRead();
  }

  #markRead() {
    if (this.#full) return;
    if (this.#isOpen) store.write(READ, this.#lastSeq);
    const read = store.read(READ) ?? 0;
    const unread = this.#log.messages.filter(({ seq, from }) => seq > read && from !== "customer").length;
    this.#badge.hidden = !unread;
    const words = ` ${this.#texts.count("unread", unread)}`;
    this.#badge.replaceChildren(String(unread), make("span", { className: "hidden" }, words));
    this.#news.textContent = unread ? unread + words : "";
  }

  #setOnline(online) {
    clearTimeout(this.#offlineTimer);
    if (online) this.#online = true;
    else this.#offlineTimer = setTimeout(() => {
      this.#online = false;
      this.#log.state(this.#connection.outbox[0]?.id, this.#text("not_sent_yet"), { retry: () => this.#connection.kick() });
      this.#tell();
    }, OFFLINE_AFTER);
    this.#tell();
  }

  /** One line says what goes on. */
  #tell() {
    const waiting = this.#connection?.outbox.length;
    const line = this.#online ? (this.#typing ? this.#text("typing") : "") : this.#text(waiting ? "offline_waiting" : "offline");
    const told = [line, this.#photoStatus].filter(Boolean).join(" ");
    this.#dots.hidden = !(this.#online && this.#typing);
    if (this.#status.textContent !== told) this.#status.textContent = told;
  }
}

customElements.define("recall-chat", RecallChat);
