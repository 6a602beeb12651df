// Draws one message.

import { button, make, safeAddress } from "./dom.js";

// Information is no all-clear: no tick and no green anywhere.
const SIGNS = { affected: "!", possibly_affected: "!", check_again: "?", not_listed: "i", unknown_product: "i" };
const CLAIM_NUMBER = /\b[A-Z]{2}(?:-[0-9A-Z]{4}){3}\b/g;
const NUMBERED = /^\s*(\d{1,3})[.)]\s+(.+)$/;
const BULLET = /^\s*[-•*]\s+(.+)$/;

/** Lines that are steps become a list, the others paragraphs. */
function blocks(text) {
  const found = [];
  let ended = true; // does the next line begin a new paragraph?
  for (const line of text.split("\n")) {
    const step = NUMBERED.exec(line);
    const point = step ? null : BULLET.exec(line);
    const last = found.at(-1);
    if (step || point) {
      const tag = step ? "OL" : "UL";
      const item = make("li", {}, step ? step[2] : point[1]);
      if (last?.tagName === tag) last.append(item);
      else found.push(make(tag, step ? { start: Number(step[1]) } : {}, item));
      ended = true;
    } else if (line.trim()) {
      if (ended) found.push(make("p", {}, line));
      else last.append("\n", line);
      ended = false;
    } else ended = true;
  }
  return found;
}

function drawText({ from, text, card, lang }, texts) {
  const own = from === "customer";
  const body = make("div", { className: "text", dir: "auto", lang }, ...(own ? [text] : blocks(text)));
  if (card?.kind !== "verdict" || !Object.hasOwn(SIGNS, card.verdict)) return body;
  return make("section", { className: `card ${card.verdict}` },
    make("h2", {}, make("span", { className: "sign", "aria-hidden": "true" }, SIGNS[card.verdict]), texts.text(`verdict_${card.verdict}`)),
    body);
}

function drawLink({ title, url }, lang, texts) {
  const href = safeAddress(url);
  if (!href) return null;
  const page = href.startsWith("https:");
  const hint = page ? make("span", { className: "hidden", lang: texts.language }, ` ${texts.text("new_tab")}`) : null;
  return make("li", {}, make("a", { href, rel: "noopener", target: page ? "_blank" : null, lang }, title || url, hint));
}

function drawCopy(number, texts) {
  const copy = button(texts.text("copy", { number }), "quiet small copy", async () => {
    try {
      await navigator.clipboard.writeText(number);
      copy.textContent = texts.text("copied", { number });
    } catch {
      copy.textContent = texts.text("copy_failed");
    }
  });
  copy.dataset.number = number;
  return copy;
}

/** The widget hears of the press: only it can fetch what is kept. */
function drawData(texts) {
  return button(texts.text("data"), "quiet small", ({ target }) => target.dispatchEvent(new Event("data", { bubbles: true })));
}

export function senderOf({ from, name }, texts) {
  if (from === "agent") return name ? texts.text("agent_name", { name }) : texts.text("agent");
  return texts.text(["customer", "notice"].includes(from) ? from : "assistant");
}

/** The element and its parts that change: state. */
export function drawMessage(message, texts) {
  if (message.photo) message.text = texts.text("photo"); // the service says it in English
  const from = ["customer", "agent", "notice"].includes(message.from) ? message.from : "assistant";
  const at = Number.isNaN(Date.parse(message.at)) ? new Date() : new Date(message.at);
  const links = (message.links ?? []).map((link) => drawLink(link, message.lang, texts)).filter(Boolean);
  const numbers = from === "assistant" ? new Set(message.text.match(CLAIM_NUMBER)) : [];
  const state = make("span", { className: "state" });
  const element = make("article", { className: `message ${from}`, tabIndex: -1 },
    make("span", { className: "sender" }, senderOf({ ...message, from }, texts)),
    drawText({ ...message, from }, texts),
    links.length ? make("ul", { className: "links" }, ...links) : null,
    ...[...numbers].map((number) => drawCopy(number, texts)),
    message.card?.kind === "data" ? drawData(texts) : null,
    make("p", { className: "meta" }, make("time", { dateTime: at.toISOString() }, texts.time(at)), " ", state));
  return { from, at, element, state };
}
