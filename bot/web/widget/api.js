// The chat API of one conversation: its token, its requests, and what each failure means.

import { store } from "./dom.js";

const SILENCE = 30_000; // ms without a sign of life; a turn takes at most 12 s

/** kind: "retry" (later, same id), "refused" (never), "expired" (its token), "canceled". */
export class ChatError extends Error {
  constructor(kind, message = "", details = {}) {
    super(message);
    Object.assign(this, { kind, ...details }); // after: seconds to wait; token: the expired one
  }
}

export class ChatApi {
  // Private, and in storage of the page's own origin: no other site's page can read it.
  #session;
  #starting = null;
  #base;
  #key;

  /** base: address of the service; key: where the session is stored. */
  constructor(base, key) {
    this.#base = new URL("api/chat/", base);
    this.#key = key;
    this.#session = store.read(key);
  }

  get begun() {
    return Boolean(this.#session?.token);
  }

  /** Does another window hold another conversation by now? */
  get outdated() {
    return store.read(this.#key)?.token !== this.#session?.token;
  }

  forget() {
    if (!this.outdated) store.write(this.#key, null); // another window's newer one stays
    this.#session = null;
  }

  /** A conversation is made when the first message needs it; once, even if a photo needs it too. */
  async start() {
    this.#session ??= store.read(this.#key);
    if (this.begun) return;
    this.#starting ??= this.#request("POST", "conversations", "{}").finally(() => (this.#starting = null));
    const made = await this.#starting;
    this.#session = store.read(this.#key) ?? made; // another window may have been faster
    store.write(this.#key, this.#session);
  }

  /** A WebSocket that begins with what was said after `seq`. */
  socket(seq) {
    const url = new URL(`socket?after=${seq}`, this.#base);
    url.protocol = url.protocol.replace("http", "ws");
    return new WebSocket(url, `recall.${this.#session.token}`);
  }

  history(after) {
    return this.#request("GET", `messages?after=${after}`);
  }

  /** A photo of the customer's, small; null where it can't be had. */
  async photo(id) {
    const headers = { Authorization: `Bearer ${this.#session.token}` };
    try {
      const answer = await fetch(new URL(`photos/${id}`, this.#base), { headers });
      return answer.ok ? await answer.blob() : null;
    } catch {
      return null;
    }
  }

  /** Everything kept of the customer; refused where it was not shown lately. */
  ownData() {
    return this.#request("GET", "data");
  }

  send({ id, text, payload, deletion }) {
    if (deletion) return this.#request("POST", "deletion", JSON.stringify({ id }));
    return this.#request("POST", "messages", JSON.stringify(payload === undefined ? { id, text } : { id, payload }));
  }

  sendPhoto(id, file, onProgress, signal) {
    const form = new FormData();
    form.append("id", id); // before the file, so that the server knows the id first
    form.append("photo", file, "photo");
    return this.#request("POST", "photos", form, onProgress, signal);
  }

  /** XMLHttpRequest, because fetch does not report how far an upload is. */
  async #request(method, path, body, onProgress, signal) {
    const token = this.#session?.token;
    const request = new XMLHttpRequest();
    request.open(method, new URL(path, this.#base));
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    if (typeof body === "string") request.setRequestHeader("Content-Type", "application/json");
    signal?.addEventListener("abort", () => request.abort());
    await new Promise((resolve) => {
      let timer;
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), SILENCE);
      };
      if (onProgress) {
        request.upload.onprogress = ({ loaded, total }) => {
          alive();
          onProgress(loaded / total);
        };
      }
      request.onloadend = () => resolve(clearTimeout(timer)); // answered, failed or aborted
      alive();
      request.send(body);
    });
    if (signal?.aborted) throw new ChatError("canceled");
    const { status } = request; // 0: no answer
    let data = null;
    try {
      data = JSON.parse(request.responseText);
    } catch {
      // cut short, or a proxy's error page
    }
    if (status < 300 && data) return data;
    const said = data?.error?.message;
    if (status === 401) throw new ChatError("expired", said, { token });
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) throw new ChatError("refused", said);
    throw new ChatError("retry", said, { after: Number(request.getResponseHeader("Retry-After")) || 0, status });
  }
}
