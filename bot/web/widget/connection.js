// Keeps one conversation going: a WebSocket, or HTTP where none gets through. What the customer
// sends waits in the outbox until the server's own record shows it; a message keeps its id through
// every try, so that the service takes it once.

import { ChatError } from "./api.js";
import { newId, store } from "./dom.js";

const backOff = (failures) => Math.min(0.15 * 2 ** failures, 5); // seconds
const OPENING = 5000; // ms that a socket may take to open
const STORING = 10_000; // ms after which a message without a word from the server is sent again
const STEADY = 3000; // ms after which a connection that breaks is taken up again at once
const POLL = 4000; // ms between looks for news without a socket
const SOCKET_AGAIN = 60_000; // ms until a socket is tried again where none gets through

export class Connection {
  #api;
  #key;
  #on;
  #cursor = 0; // all messages up to this seq are known
  #socket = null;
  #online = false;
  #closed = false;
  #running = false;
  #pumping = false;
  #noSocketUntil = 0;
  #unopened = 0;
  // "kick": try now; "online", or it may be; "stored": something came
  #changed = new EventTarget();
  #refusal = null; // what the server said of the message under way

  /** on: loaded(), messages(list), online(boolean), typing(boolean), pending(job, why), refused(job, said), expired(jobs with new ids) */
  constructor(api, key, on) {
    this.#api = api;
    this.#key = key;
    this.#on = on;
  }

  get outbox() {
    return store.read(this.#key) ?? this.#memory;
  }

  #memory = []; // the outbox where storage is blocked

  #save(jobs) {
    this.#memory = jobs;
    store.write(this.#key, jobs.length ? jobs : null);
  }

  /** Take up the conversation of an earlier visit, if there was one. */
  async open() {
    try {
      if (this.#api.begun && !this.#running) await this.sync(); // at once; a socket gives it one by one
    } catch (error) {
      if (!error.kind) throw error; // a fault of this page, for the console
    }
    this.#on.loaded();
    if (this.#api.begun) this.#run();
    this.#pump();
  }

  close() {
    this.#closed = true;
    this.#on = new Proxy({}, { get: () => () => {} });
    this.#socket?.close();
    this.#tell("kick");
  }

  send(job) {
    this.#save([...this.outbox, job]);
    this.#tell("kick");
    this.#pump();
  }

  /** Has the server's record shown this message, or has it been refused? */
  waits(id) {
    return this.outbox.some((job) => job.id === id);
  }

  /** Wait out no pause: the line may be back. Or it only looks open: what was said meanwhile is asked for. */
  kick() {
    this.#tell("kick");
    this.#tell("online");
    if (this.#socket) this.sync().catch((error) => {
      this.#socket?.close();
      if (!error.kind) throw error;
    });
  }

  async ready() {
    await this.#api.start();
    this.#run();
  }

  /** Ask the server for what is new. */
  async sync() {
    for (let more = true; more; ) { // the server may hand out a long history in pages
      const { messages } = await this.#api.history(this.#cursor);
      more = messages.length > 0;
      this.#take(messages);
    }
  }

  /** Until something happens or the time is up. */
  wait(ms, ...names) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        for (const name of names) this.#changed.removeEventListener(name, done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      for (const name of names) this.#changed.addEventListener(name, done);
    });
  }

  #tell(name) {
    this.#changed.dispatchEvent(new Event(name));
  }

  #set(online) {
    this.#online = online;
    this.#on.online(online);
    if (online) this.#tell("online");
    else this.#on.typing(false);
  }

  #take(messages) {
    const news = messages.filter(({ seq }) => seq > this.#cursor);
    if (!news.length) return;
    this.#cursor = news.at(-1).seq;
    const known = new Set(news.map(({ id }) => id));
    const left = this.outbox.filter(({ id }) => !known.has(id));
    if (left.length < this.outbox.length) this.#save(left);
    this.#on.messages(news);
    this.#tell("stored");
  }

  // --- the line ---

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let failures = 0; !this.#closed && this.#api.begun; ) {
      const since = Date.now();
      const worked = await this.#connect();
      if (this.#closed || !this.#api.begun) break;
      if (Date.now() - since > STEADY) failures = 0;
      else failures = worked ? 1 : failures + 1;
      const pause = backOff(failures) * (0.5 + Math.random());
      await this.wait(pause * 1000, "kick");
    }
    this.#running = false;
  }

  /** One connection, to its end. True if it worked for a while. */
  async #connect() {
    if (Date.now() >= this.#noSocketUntil) {
      if (await this.#overSocket()) return true;
      if (this.#closed) return false;
    }
    try {
      await this.sync();
      // HTTP works where the socket did not: twice is no accident
      if (Date.now() >= this.#noSocketUntil && (this.#unopened += 1) > 1) this.#noSocketUntil = Date.now() + SOCKET_AGAIN;
      while (!this.#closed && this.#api.begun && Date.now() < this.#noSocketUntil) {
        if (!this.#online) this.#set(true);
        await this.wait(POLL, "kick");
        if (!this.#closed && !document.hidden) await this.sync();
      }
      return true;
    } catch (error) {
      if (!error.kind) throw error;
      if (error.kind === "expired") this.#expire(error.token);
      else this.#set(false);
      return false;
    }
  }

  /** A socket, until it closes. False if it never opened. */
  async #overSocket() {
    const socket = this.#api.socket(this.#cursor);
    let opened = false;
    await new Promise((resolve) => {
      const timer = setTimeout(() => socket.close(), OPENING);
      // a closing handshake with a dead line takes long; this does not wait for it
      this.#socket = { send: (data) => socket.send(data), close: () => (socket.close(), resolve()) };
      socket.onopen = () => {
        clearTimeout(timer);
        opened = true;
        this.#unopened = 0;
        this.#set(true);
      };
      socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
      socket.onclose = () => resolve(clearTimeout(timer));
    });
    socket.onmessage = null;
    this.#socket = null;
    if (opened && !this.#closed) this.#set(false);
    this.#tell("stored");
    return opened;
  }

  #hear(frame) {
    if ("typing" in frame) this.#on.typing(frame.typing);
    else if (frame.error) {
      const { message } = frame.error;
      this.#refusal = { id: frame.id, error: new ChatError(frame.retry ? "retry" : "refused", message, { after: frame.retry }) };
      this.#tell("stored");
    } else this.#take([frame]);
  }

  #expire(token) {
    if (!this.#api.begun || token === undefined) return;
    this.#api.forget();
    this.#cursor = 0;
    // to the new conversation a button of the old one means nothing, its words do
    const renamed = this.outbox.map((job) => ({ ...job, id: newId(), payload: undefined, was: job.id }));
    this.#save(renamed);
    this.#socket?.close();
    this.#on.expired(renamed);
  }

  // --- the outbox ---

  async #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let failures = 0; !this.#closed; ) {
      const [job] = this.outbox;
      if (!job) break;
      try {
        this.#on.pending(job);
        await this.ready();
        if (!this.#online) await this.wait(60_000, "online", "stored");
        if (this.#online) await this.#deliver(job);
        failures = 0;
      } catch (error) {
        if (!error.kind) throw error;
        if (this.#closed) break;
        if (error.kind === "refused") {
          this.#save(this.outbox.filter(({ id }) => id !== job.id));
          this.#on.refused(job, error.message);
        } else if (error.kind === "expired") {
          this.#expire(error.token);
          failures += 1;
        } else {
          if (!error.status && !this.#online) this.#on.online(false);
          this.#on.pending(job, error.message);
          failures += 1;
        }
        const pause = Math.max(error.after ?? 0, failures ? backOff(failures) : 0);
        if (pause) await this.wait(pause * 1000, "kick");
      }
    }
    this.#pumping = false;
  }

  /** Until the server's record shows the message, the line breaks, or an error says why not. */
  async #deliver(job) {
    const socket = this.#socket;
    if (!socket || job.deletion) {
      this.#on.typing(true);
      try {
        await this.#api.send(job);
      } finally {
        this.#on.typing(false);
      }
      await this.sync();
      return;
    }
    this.#refusal = null;
    const { id, text, payload } = job;
    socket.send(JSON.stringify(payload === undefined ? { id, text } : { id, payload }));
    const end = Date.now() + STORING;
    while (this.waits(id) && this.#socket === socket && !this.#closed) {
      if (this.#refusal?.id === id) throw this.#refusal.error;
      if (Date.now() >= end) return socket.close(); // a line that looks open and is dead
      await this.wait(end - Date.now(), "stored");
    }
  }
}
