// The chat page: takes what the customer writes, presses or photographs, and
// sends it until it is answered. A message keeps its id through every retry,
// so that the service takes it once.
import { ChatApi, newId, store } from "./chat-api.js";
import { ChatView } from "./chat-view.js";

const BACK_OFF = [1, 2, 4, 8]; // seconds; then the customer decides
const POLL = 5000; // ms
const MAX_CHARACTERS = 1000;
const WARN_CHARACTERS = 900;
const MAX_PHOTO = 10_000_000; // bytes, as the server counts
const UNSENT = "recall-chat-unsent"; // this tab's messages without an answer, kept through a reload

const STUCK = "Your message has no answer yet. Press Try again. If the power bank is hot, smoking or on fire, do not wait for this page: move away and call 911.";
const EXPIRED = "Your earlier conversation has expired, so a new one begins here. The assistant does not know what was said before.";
const PHOTO_EXPIRED = "The photo belonged to the earlier conversation. Please add it again when the assistant asks for it.";
const PHOTO_LARGE = "This photo is larger than 10 MB. Please choose a smaller one, or take it again at a lower resolution.";
const PHOTO_EMPTY = "This file is empty. Please choose another photo.";

const byId = (id) => document.getElementById(id);
const input = byId("message");

class Conversation {
  #api = new ChatApi();
  #view;
  #cursor = 0; // moved by history alone: a reply may arrive before what a person of the firm wrote earlier
  #polling = false;
  #quietUntil = 0;
  // A text never waits behind a slow upload ("it is smoking" must get
  // through); a photo waits for the texts written before it.
  #texts = { jobs: [], status: "" };
  #photos = { jobs: [], status: "" };

  constructor(view) {
    this.#view = view;
  }

  async open() {
    this.#view.busy = true;
    if (!(await this.poll())) this.#view.notice("Earlier messages could not be loaded at once. They will appear here as soon as they can.");
    this.#view.busy = false;
    for (const job of store.read("sessionStorage", UNSENT) ?? []) this.#add(this.#texts, job);
  }

  close() {
    this.#api.close();
    store.write("sessionStorage", UNSENT, null);
  }

  say(text, payload) {
    this.#add(this.#texts, { id: newId(), text, payload });
  }

  photo(file) {
    this.#add(this.#photos, { id: newId(), file, after: this.#texts.jobs.at(-1)?.done });
  }

  /** The line is back: no need to wait out the back-off. */
  hurry(onlyStuck = false) {
    for (const { jobs: [job] } of [this.#texts, this.#photos]) {
      if (job?.stuck || !onlyStuck) job?.kick?.();
    }
  }

  /** Show what is new, of all senders. False if that failed. */
  async poll() {
    if (!this.#api.token || this.#polling || Date.now() < this.#quietUntil) return true;
    this.#polling = true;
    try {
      for (let more = true; more; ) { // the server may hand out a long history in pages
        const { messages } = await this.#api.history(this.#cursor);
        this.#view.show(messages);
        const reached = Math.max(this.#cursor, ...messages.map(({ seq }) => seq));
        more = reached > this.#cursor;
        this.#cursor = reached;
      }
      this.hurry(true); // the service is back, for example after a restart
      return true;
    } catch (error) {
      if (error.kind === undefined) throw error; // a fault of this page, for the console
      if (error.kind === "expired") this.#expire(error.token);
      if (error.kind === "retry") this.#quietUntil = Date.now() + error.after * 1000;
      return error.kind !== "retry";
    } finally {
      this.#polling = false;
    }
  }

  #add(lane, job) {
    job.done = new Promise((resolve) => (job.finish = resolve));
    job.entry = this.#view.pending(job);
    this.#view.state(job.entry, "waiting…");
    lane.jobs.push(job);
    this.#save();
    if (lane.jobs.length === 1) this.#run(lane);
    else if (lane.jobs[0].stuck) lane.jobs[0].kick(); // writing again is trying again
  }

  #save() {
    const jobs = this.#texts.jobs.map(({ id, text, payload }) => ({ id, text, payload }));
    store.write("sessionStorage", UNSENT, jobs.length ? jobs : null);
  }

  async #run(lane) {
    while (lane.jobs.length) {
      const [job] = lane.jobs;
      await job.after;
      if (!(await this.#deliver(lane, job))) return;
      lane.jobs.shift();
      job.finish();
      this.#save();
    }
  }

  /** Send until it is answered or refused. False if the conversation was closed meanwhile. */
  async #deliver(lane, job) {
    for (let attempt = 0; ; attempt += 1) {
      this.#view.state(job.entry, "sending…");
      this.#tell(lane, job.file ? "Sending your photo…" : "The assistant is typing…");
      try {
        const { messages } = await (job.file
          ? this.#api.sendPhoto(job, (part) => this.#view.progress(job.entry, part))
          : this.#api.send(job));
        this.#tell(lane, "");
        this.#view.sent(job.entry, undefined, messages);
        this.#view.show(messages);
        return true;
      } catch (error) {
        if (error.kind === undefined) throw error;
        if (error.kind === "closed") return false;
        this.#tell(lane, "");
        if (error.kind === "expired") this.#expire(error.token);
        if (error.kind === "refused" || (error.kind === "expired" && job.file)) {
          this.#view.refused(job.entry);
          this.#view.notice(job.file && error.kind === "expired" ? PHOTO_EXPIRED : error.message);
          return true;
        }
        if (error.kind === "expired") {
          // to the new conversation a button of the old one means nothing, its words do
          Object.assign(job, { id: newId(), payload: undefined });
          job.entry.id = job.id;
          this.#save();
          if (attempt === 0) continue; // once at once; never a storm of new conversations
        }
        if (await this.#pause(lane, job, attempt, error)) attempt = -1;
      }
    }
  }

  /** Wait before the next try. True if somebody asked for it, so that the back-off begins anew. */
  #pause(lane, job, attempt, { message, after = 0 }) {
    const delay = Math.max(BACK_OFF[attempt] ?? 0, after);
    job.stuck = attempt >= BACK_OFF.length;
    return new Promise((resolve) => {
      const timer = job.stuck ? 0 : setTimeout(() => job.kick(false), delay * 1000);
      job.kick = (asked = true) => {
        clearTimeout(timer);
        Object.assign(job, { kick: undefined, stuck: false });
        resolve(asked);
      };
      if (job.stuck) this.#tell(lane, STUCK);
      const text = job.stuck ? message : `${message} Trying again in ${delay} s.`;
      this.#view.state(job.entry, text, job.stuck || delay > 8 ? () => job.kick() : undefined);
    });
  }

  /** Both lanes and the poll may learn of it; the first one says so. */
  #expire(token) {
    if (!token || token !== this.#api.token) return;
    this.#api.forget();
    this.#cursor = 0;
    this.#view.freeze();
    this.#view.notice(EXPIRED);
  }

  #tell(lane, status) {
    lane.status = status;
    this.#view.status = `${this.#texts.status} ${this.#photos.status}`.trim();
  }
}

const view = new ChatView({
  focusInput: () => input.focus(),
  choosePhoto: (fromCamera) => byId(fromCamera ? "camera" : "photo").click(),
  press({ title, payload }) {
    input.focus();
    conversation.say(title, payload);
  },
});
let conversation = new Conversation(view);

// --- writing ---

const countCharacters = () => [...input.value.trim()].length; // as the server counts: an emoji is one

function measure() {
  input.rows = 1;
  while (input.rows < 4 && input.scrollHeight > input.clientHeight) input.rows += 1;
  const count = countCharacters();
  const tooLong = count > MAX_CHARACTERS;
  const counter = byId("counter");
  counter.hidden = count <= WARN_CHARACTERS;
  counter.textContent = tooLong
    ? `Please keep it under 1,000 characters: this has ${count.toLocaleString("en")}. You can send it in two messages.`
    : `${MAX_CHARACTERS - count} characters left.`;
  input.setAttribute("aria-invalid", String(tooLong));
  // spoken when a limit is crossed, not at every key
  const spoken = tooLong ? "Please keep it under 1,000 characters." : "Fewer than 100 characters left.";
  if (counter.hidden) byId("counter-spoken").textContent = "";
  else if (byId("counter-spoken").textContent !== spoken) byId("counter-spoken").textContent = spoken;
}

input.addEventListener("input", measure);
input.addEventListener("keydown", (event) => {
  // an input method's Enter picks a word; 229 is how Safari says so
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  byId("composer").requestSubmit();
});
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  input.focus();
  const text = input.value.trim();
  if (!text || countCharacters() > MAX_CHARACTERS) return;
  input.value = "";
  measure();
  conversation.say(text);
});

// --- photos ---

byId("add-photo").addEventListener("click", () => byId("photo").click());
for (const picker of [byId("photo"), byId("camera")]) {
  picker.addEventListener("change", () => {
    const [file] = picker.files;
    picker.value = ""; // so that the same file can be chosen again
    if (!file) return;
    input.focus();
    if (file.size > MAX_PHOTO) view.notice(PHOTO_LARGE);
    else if (file.size === 0) view.notice(PHOTO_EMPTY);
    else conversation.photo(file);
  });
}

// --- a new conversation ---

const dialog = byId("confirm-new");
byId("new-conversation").addEventListener("click", () => dialog.showModal());
byId("confirm-no").addEventListener("click", () => dialog.close());
byId("confirm-yes").addEventListener("click", () => {
  dialog.close();
  conversation.close();
  view.clear();
  conversation = new Conversation(view);
  input.focus();
});

// --- what arrives unasked ---

const look = () => document.hidden || conversation.poll();
setInterval(look, POLL);
document.addEventListener("visibilitychange", look);
window.addEventListener("online", () => {
  conversation.hurry();
  look();
});
conversation.open();
