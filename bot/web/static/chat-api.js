// The chat API of one conversation: its token, its requests, and what each
// failure means for the caller. Knows nothing of the page.

const SESSION = "recall-chat";
const SILENCE = 30_000; // ms without a sign of life; a turn takes at most 12 s

/** kind: "retry" (later, same id), "refused" (never), "expired" (its token), "closed" (by the customer). */
export class ChatError extends Error {
  constructor(kind, message, details) {
    super(message);
    Object.assign(this, { kind, ...details }); // after: seconds to wait; token: the expired one
  }
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // randomUUID is missing on plain http anywhere but localhost
  const random = (x) => (x ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (x / 4)))).toString(16);
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, random);
}

/** JSON in localStorage or sessionStorage. Where that is blocked the page works, until it is closed. */
export const store = {
  read(area, key) {
    try {
      return JSON.parse(window[area].getItem(key));
    } catch {
      return null;
    }
  },
  write(area, key, value) {
    try {
      if (value) window[area].setItem(key, JSON.stringify(value));
      else window[area].removeItem(key);
    } catch { /* blocked or full */ }
  },
};

export class ChatApi {
  #session = store.read("localStorage", SESSION);
  #starting = null;
  #closed = false;

  get token() {
    return this.#session?.token;
  }

  /** The customer wants a new conversation: whatever is under way ends as "closed". */
  close() {
    this.#closed = true;
    this.forget();
  }

  forget() {
    // another tab may have begun a newer conversation: that one stays
    if (store.read("localStorage", SESSION)?.token === this.token) store.write("localStorage", SESSION, null);
    this.#session = null;
  }

  history(after) {
    return this.#request("GET", `/messages?after=${after}`);
  }

  async send({ id, text, payload }) {
    await this.#start();
    return this.#request("POST", "/messages", JSON.stringify(payload === undefined ? { id, text } : { id, payload }));
  }

  async sendPhoto({ id, file }, onProgress) {
    await this.#start();
    const form = new FormData();
    form.append("id", id); // before the file, so that the server knows the id first
    form.append("photo", file, file.name);
    return this.#request("POST", "/photos", form, onProgress);
  }

  /** A conversation is made when the first message needs it; once, even if a photo needs it too. */
  async #start() {
    if (this.#closed) throw new ChatError("closed");
    this.#session ??= store.read("localStorage", SESSION);
    if (this.#session) return;
    this.#starting ??= this.#request("POST", "/conversations", "{}").finally(() => (this.#starting = null));
    const { conversation, token } = await this.#starting;
    this.#session = { conversation, token };
    store.write("localStorage", SESSION, this.#session);
  }

  /** XMLHttpRequest, because fetch does not report how far an upload is. */
  async #request(method, path, body, onProgress) {
    const { token } = this;
    const request = new XMLHttpRequest();
    request.open(method, `/api/chat${path}`);
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    if (typeof body === "string") request.setRequestHeader("Content-Type", "application/json");
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
    if (this.#closed) throw new ChatError("closed");

    const { status } = request; // 0: no answer
    let data = null;
    try {
      data = JSON.parse(request.responseText);
    } catch { /* cut short, or a proxy's error page */ }
    if (status >= 200 && status < 300 && data) return data;
    const said = data?.error?.message;
    if (status === 401) throw new ChatError("expired", said ?? "The conversation has expired.", { token });
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      throw new ChatError("refused", said ?? `The service did not accept this (error ${status}).`);
    }
    const asked = request.getResponseHeader("Retry-After") ?? 0; // seconds, or a date
    const after = Number.isNaN(Number(asked)) ? (Date.parse(asked) - Date.now()) / 1000 : Number(asked);
    throw new ChatError("retry", said ?? "No answer from the service.", { after: Math.max(0, Math.ceil(after || 0)) });
  }
}
