// Photos on their way: shrunk here, sent one after the other, each with its own progress.

import { make, newId } from "./dom.js";

const LONGEST = 2000; // pixels
const QUALITY = 0.9;
const A_WEEK = 6e8; // ms
const MOST = 10_000_000; // bytes, as the server counts

/** The picture drawn anew: small enough, the right way up, and without what the camera wrote into the file. */
export async function shrink(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // few browsers read HEIC; the server does, and draws it anew
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = make("canvas", {
    width: Math.max(1, Math.round(bitmap.width * scale)),
    height: Math.max(1, Math.round(bitmap.height * scale)),
  });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // behind what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", QUALITY));
}

/** The browser's own store of what waits: its steps, which do nothing where that is blocked or full. */
function shelf(name) {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
  const open = () => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(name, { keyPath: "at", autoIncrement: true });
    return done(opening);
  };
  let base;
  return async (method, value) => {
    try {
      base ??= open();
      return await done((await base).transaction(name, "readwrite").objectStore(name)[method](value));
    } catch {
      // then it lives in this page only
    }
  };
}

export class Photos {
  #api;
  #connection;
  #show;
  #shelf;
  #jobs = [];
  #closed = false;

  /** key: of the store. show: add(job), state(job, key, { actions, part }), done(job), refused(job, said, key), canceled(job), status(key) */
  constructor(api, connection, key, show) {
    this.#api = api;
    this.#connection = connection;
    this.#show = show;
    this.#shelf = shelf(key);
    window.addEventListener("beforeunload", this.#hold);
  }

  close() {
    this.#closed = true;
    window.removeEventListener("beforeunload", this.#hold);
    for (const job of this.#jobs) job.stop.abort();
    this.#jobs = [];
  }

  /** What waits, here or in another window, is not wanted any more. */
  clear() {
    this.#shelf("clear");
    for (const job of this.#jobs) job.stop.abort();
  }

  /** What an earlier page has left. */
  async restore() {
    for (const job of await this.#shelf("getAll") ?? []) this.#queue(job);
  }

  /** Leaving would lose what is in this page only. */
  #hold = (event) => {
    if (this.#jobs.some(({ at }) => !at)) event.preventDefault();
  };

  async add(file) {
    const job = { id: newId(), made: Date.now(), file, after: this.#connection.outbox.at(-1)?.id };
    job.at = await this.#shelf("add", job); // its place in the store
    this.#queue(job);
  }

  #queue(job) {
    if (this.#closed) return;
    job.stop?.abort(); // this try takes the place of the one before
    job.stop = new AbortController();
    this.#show.add(job);
    this.#state(job, "waiting");
    this.#jobs.push(job);
    if (this.#jobs.length === 1) this.#run();
  }

  /** part: of the upload; once it is through it can't be called off. */
  #state(job, key, part) {
    return this.#show.state(job, key, { part, cancel: key === "checking_photo" ? null : () => this.#cancel(job) });
  }

  async #run() {
    while (this.#jobs.length) {
      const [job] = this.#jobs;
      await this.#deliver(job);
      if (this.#closed) return;
      this.#jobs.shift();
      this.#show.status("");
    }
  }

  /** It waits no more. */
  #end(job, how, ...said) {
    this.#shelf("delete", job.at);
    this.#show[how](job, ...said);
  }

  /** At once, also where it waits for another photo, for a text or for the connection. */
  #cancel(job) {
    job.stop.abort();
    this.#end(job, "canceled");
  }

  async #deliver(job) {
    const { signal } = job.stop;
    try {
      // another window may have ended it
      if (job.at && await this.#shelf("count", job.at) === 0) return this.#show.canceled(job);
      const sent = job.shrunk ??= await shrink(job.file);
      if (sent.size > MOST || !sent.size) return this.#end(job, "refused", "", sent.size ? "photo_large" : "photo_empty");
      // an answer written before the photo comes before it; a text never waits for a photo
      while (job.after && this.#connection.waits(job.after) && !signal.aborted) await this.#connection.wait(500, "stored");
      await this.#connection.ready();
      if (this.#state(job, "sending", 0)) return this.#end(job, "done"); // an earlier page has sent it
      this.#show.status("sending_photo");
      await this.#api.sendPhoto(job.id, sent, (part) => this.#state(job, part < 1 ? "sending" : "checking_photo", part), signal);
      await this.#connection.sync();
      this.#end(job, "done");
    } catch (error) {
      if (!error.kind) throw error;
      if (this.#closed) return;
      if (signal.aborted) this.#end(job, "canceled");
      else if (error.kind === "refused") this.#end(job, "refused", error.message);
      else if (error.kind === "expired") this.#end(job, "refused", "", "photo_expired");
      else {
        const again = () => signal.aborted || this.#queue(job);
        const arrived = this.#show.state(job, "photo_failed", { retry: again, cancel: () => this.#cancel(job) });
        if (arrived) this.#end(job, "done"); // only the answer was lost
        else this.#connection.wait(A_WEEK, "online").then(again);
      }
    }
  }
}
