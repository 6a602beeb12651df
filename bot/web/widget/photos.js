// Photos on their way: shrunk here, sent one after the other, each with its own progress.

import { newId } from "./dom.js";

const LONGEST = 2000; // pixels
const QUALITY = 0.9;
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
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // behind what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", QUALITY));
}

export class Photos {
  #api;
  #connection;
  #show;
  #jobs = [];
  #closed = false;

  /** show: add(job), state(job, key, { actions, part }), done(job), refused(job, said, key), status(key) */
  constructor(api, connection, show) {
    this.#api = api;
    this.#connection = connection;
    this.#show = show;
    window.addEventListener("beforeunload", this.#hold);
  }

  close() {
    this.#closed = true;
    window.removeEventListener("beforeunload", this.#hold);
    for (const job of this.#jobs) job.stop.abort();
    this.#jobs = [];
  }

  /** A photo lives in this page only: leaving would lose one that is not sent. */
  #hold = (event) => {
    if (this.#jobs.length) event.preventDefault();
  };

  add(file) {
    const job = { id: newId(), file, name: file.name, after: this.#connection.outbox.at(-1)?.id };
    this.#show.add(job);
    this.#queue(job);
  }

  #queue(job) {
    job.stop = new AbortController();
    this.#show.state(job, "waiting", this.#actions(job));
    this.#jobs.push(job);
    if (this.#jobs.length === 1) this.#run();
  }

  #actions(job) {
    return { cancel: () => job.stop.abort() };
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

  async #deliver(job) {
    const { signal } = job.stop;
    try {
      const sent = job.shrunk ??= await shrink(job.file);
      if (sent.size > MOST || !sent.size) {
        this.#show.refused(job, "", sent.size ? "photo_large" : "photo_empty");
        return;
      }
      // an answer written before the photo comes before it; a text never waits for a photo
      while (job.after && this.#connection.waits(job.after) && !signal.aborted) await this.#connection.wait(500, "stored");
      await this.#connection.ready();
      this.#show.state(job, "sending", { ...this.#actions(job), part: 0 });
      this.#show.status("sending_photo");
      await this.#api.sendPhoto(job.id, sent, (part) => {
        if (part < 1) this.#show.state(job, "sending", { ...this.#actions(job), part });
        else this.#show.state(job, "checking_photo", { part });
      }, signal);
      await this.#connection.sync();
      this.#show.done(job);
    } catch (error) {
      if (!error.kind) throw error;
      if (this.#closed) return;
      if (error.kind === "canceled" || signal.aborted) this.#show.canceled(job);
      else if (error.kind === "refused") this.#show.refused(job, error.message);
      else if (error.kind === "expired") this.#show.refused(job, "", "photo_expired");
      else this.#show.state(job, "photo_failed", { retry: () => this.#queue(job), cancel: () => this.#show.canceled(job) });
    }
  }
}
