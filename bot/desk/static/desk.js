// What every page of the desk has; each works without it, only slower.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const tell = (text) => { $("#told").textContent = text; };
const typing = (e) => e.closest("input, textarea, select, [contenteditable]");

// Keys: one letter opens what carries it. They can be switched off (WCAG 2.1.4).
const keysOff = () => localStorage.getItem("desk-keys") === "off";

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-send]")) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.key === "Escape" && typing(event.target) && !$("dialog[open]")) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || keysOff() || typing(event.target) || $("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
  const target = $$("[data-key]").find((e) => e.dataset.key === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea")) target.focus();
  else target.click();
});

function move(step) {
  const items = $$("[data-item]");
  const at = items.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step));
  items[next]?.focus();
}

// The rest of the menu closes by Escape, and when something else is pressed.
const closeMenu = (but) => $$("details.more[open]").forEach((menu) => { if (!menu.contains(but)) menu.open = false; });
document.addEventListener("click", (event) => closeMenu(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && $("details.more[open]");
  if (!menu) return;
  closeMenu(null);
  $("summary", menu).focus();
});

// Live: what has changed is fetched and put in place. Each part stands for itself, so that what is
// typed beside it stays; the focus, what was unfolded and what was typed within it stay, too.
const parts = () => $$("[data-live]");
const shown = new Map(parts().map((part) => [part.id, part.innerHTML]));

function bottom() {
  const said = $(".transcript");
  if (said) said.scrollTop = said.scrollHeight;
}

let looks = 0, drawn = 0;

async function refresh(response) {
  if (!parts().length) return;  // such an address may be no page any more: a decision that was made
  const mine = ++looks;
  response ??= await fetch(location.href, { headers: { "X-Live": "1" } });
  if (response.redirected && new URL(response.url).pathname === "/desk/login") return signedOut();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (mine < drawn) return;  // an older answer may come last
  drawn = mine;
  renew($("meta[name=csrf]", page)?.content);
  for (const part of parts()) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.innerHTML === shown.get(part.id)) continue;
    shown.set(part.id, fresh.innerHTML);
    put(part, document.importNode(fresh, true));
  }
  $$("a[data-photo]").filter((link) => opened.has(link.pathname)).forEach(openPhoto);
}

// Where the session has ended, what is typed stays until somebody has signed in elsewhere.
const isTyped = (field) => !["hidden", "checkbox", "radio"].includes(field.type) && field.value !== field.defaultValue;

function signedOut() {
  if (!$$("input, textarea").some(isTyped)) return location.reload();
  if ($("#told a")) return;
  const link = Object.assign(document.createElement("a"), { href: "/desk/login", target: "_blank", textContent: "sign in in a new tab" });
  $("#told").replaceChildren("You were signed out. What you typed is still here: please ", link, " and come back.");
}

function renew(token) {
  const mine = $("meta[name=csrf]");
  if (!token || token === mine.content) return;
  mine.content = token;
  $$("input[name=csrf]").forEach((field) => { field.value = token; });
  tell("");
}

function put(part, fresh) {
  const focus = part.contains(document.activeElement) ? document.activeElement : null;
  const said = $(".transcript", part);
  const now = $(".transcript", fresh);
  const atEnd = said && said.scrollHeight - said.scrollTop - said.clientHeight < 80;
  const typed = $$("input[id], textarea[id]", part).filter((field) => field.value !== field.defaultValue);
  for (const field of typed) {
    const again = fresh.querySelector(`#${field.id}`);
    if (again) again.value = field.value;
    else tell(`Somebody was faster. You had typed: ${field.value}`);
  }
  const unfolded = $$("details", part).map((each) => each.open);
  $$("details", fresh).forEach((each, place) => { each.open = Boolean(unfolded[place]); });
  if (!said || !now) {
    part.replaceWith(fresh);
    if (focus) refocus(fresh, focus);
    return;
  }
  // A log that is put in anew is not read out: it stays, and gets what it has not yet.
  follow(said, [...now.children]);
  [...part.childNodes].forEach((each) => { if (each !== said) each.remove(); });
  while (fresh.firstChild !== now) said.before(fresh.firstChild);
  now.remove();
  part.append(...fresh.childNodes);
  if (focus && !focus.isConnected) refocus(part, focus);
  if (atEnd) said.scrollTop = said.scrollHeight;
}

// Only what differs is touched, so that only new lines are read out.
function follow(said, lines) {
  const wanted = new Set(lines.map((line) => line.outerHTML));
  [...said.children].forEach((line) => { if (!wanted.has(line.outerHTML)) line.remove(); });
  lines.forEach((line, place) => {
    if (said.children[place]?.outerHTML !== line.outerHTML) said.insertBefore(line, said.children[place] ?? null);
  });
  while (said.children.length > lines.length) said.lastElementChild.remove();
}

function refocus(part, focus) {
  const action = focus.form?.getAttribute("action");
  const href = focus.getAttribute("href");
  const again = (focus.id && part.querySelector(`#${focus.id}`))
    || (href && $$("a", part).find((a) => a.getAttribute("href") === href))
    || (action && $$("form", part).find((form) => form.getAttribute("action") === action)?.querySelector("button"))
    || (focus.matches(".transcript") && $(".transcript", part))
    || $("button, a", part);
  again?.focus({ preventScroll: true });
  if (typing(focus) && again?.id === focus.id) again.setSelectionRange?.(focus.selectionStart, focus.selectionEnd);
}

// How much danger is open, on every page: in its header and its title.
const title = document.title;

async function countDanger() {
  const response = await fetch("/desk/danger", { headers: { "X-Live": "1" } });
  const { now, open } = await response.json();
  const words = now ? `${now} danger now` : open ? `${open} danger` : "";
  const link = $("#danger a");
  document.title = words ? `(${words}) ${title}` : title;
  // The same words put in once more would be read out once more.
  if (link.textContent === words) return;
  link.textContent = words;
  link.className = now ? "tag now" : "tag red";
}

// A timer that runs is kept: put off by each further ring, it would never be reached.
function paced(work, pause) {
  let waiting = 0;
  return () => { waiting ||= setTimeout(() => { waiting = 0; work().catch(() => {}); }, pause); };
}

function listen() {
  const topics = new Set(parts().flatMap((part) => part.dataset.live.split(" ")));
  const all = topics.has("*");
  // Every conversation rings for the whole queue.
  const look = paced(refresh, all ? 2000 : 150);
  const count = paced(countDanger, 1000);
  let events;
  const connect = () => {
    events = new EventSource("/desk/events");
    // Whatever happened since the page was drawn, or while the line was cut, has rung nobody here.
    events.addEventListener("open", () => { look(); count(); });
    events.addEventListener("changed", (event) => {
      count();
      if (all || topics.has(event.data)) look();
    });
  };
  // A browser opens six lines to a server: a tab that nobody sees needs none, and looks now and then.
  document.addEventListener("visibilitychange", () => {
    events?.close();
    if (!document.hidden) connect();
  });
  if (!document.hidden) connect();
  // What other programs change rings no bell.
  setInterval(() => { look(); count(); }, 30000);
  window.addEventListener("pagehide", () => events?.close());
  countDanger().catch(() => {});
}

// Forms that change the live part are sent without a reload.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]")) return;
  event.preventDefault();
  // Its buttons stay as they are: a disabled one would lose the focus, and keys pressed meanwhile.
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Live": "1" } });
    if (response.status === 401) return signedOut();
    if (!response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      tell($("h1", page)?.textContent || "That did not work.");
      return;
    }
    if (form.matches("[data-clear]")) {
      form.reset();
      form.elements.id.value = [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
    }
    tell("");
    await refresh(response);
    bottom();
  } catch {
    tell("The line is down. Nothing is lost: please send it again.");
  } finally {
    form.ariaBusy = null;
  }
});

// A prepared answer goes into the text, where it can be changed.
document.addEventListener("change", (event) => {
  const into = event.target.dataset.into;
  if (!into || !event.target.value) return;
  const text = document.getElementById(into);
  text.value = text.value ? `${text.value}\n${event.target.value}` : event.target.value;
  event.target.value = "";
  text.focus();
});

// Deciding: the notice follows the reason as it is typed.
function deciding(form) {
  let latest = 0;
  const show = async () => {
    const mine = ++latest;
    const response = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!response.ok || mine !== latest) return;
    const fresh = $("#notice", new DOMParser().parseFromString(await response.text(), "text/html"));
    $("#notice").replaceWith(document.importNode(fresh, true));
    form.elements.seal.value = fresh.dataset.seal;
  };
  let timer = 0;
  form.elements.reason.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 250); });
  $$("[data-reason]", form).forEach((button) => button.addEventListener("click", () => {
    form.elements.reason.value = button.dataset.reason;
    show();
    $("button.main", form).focus();
  }));
}

// A photo is fetched, which the audit notes, when it is opened; then it stays open.
const opened = new Set();

function openPhoto(link) {
  const image = new Image();
  image.src = link.href;
  image.alt = link.textContent.replace("Show", "The");
  image.className = "photo";
  image.tabIndex = -1;
  opened.add(link.pathname);
  link.replaceWith(image);
  return image;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-photo]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openPhoto(link).focus();
});

// Photos: enlarged, with or without what was read.
function photos(dialog) {
  const stage = $(".stage", dialog);
  const sizes = ["", "x2", "x3", "x4"];
  let size = 0;
  const scale = (step) => {
    size = Math.min(sizes.length - 1, Math.max(0, size + step));
    stage.className = `stage ${sizes[size]}`;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    stage.replaceChildren($("svg", button).cloneNode(true));
    size = 0;
    scale(0);
    dialog.showModal();
  });
  $("[data-size=in]", dialog).addEventListener("click", () => scale(1));
  $("[data-size=out]", dialog).addEventListener("click", () => scale(-1));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "-") scale(event.key === "+" ? 1 : -1);
  });
  $("#marks").addEventListener("change", (event) => dialog.classList.toggle("plain-photo", !event.target.checked));
  $("#zoom-close").addEventListener("click", () => dialog.close());
}

if ($("#danger")) listen();
if ($("#decide")) deciding($("#decide"));
if ($("#zoom")) photos($("#zoom"));
bottom();
const toggle = $("#keys");
if (toggle) {
  toggle.checked = !keysOff();
  toggle.addEventListener("change", () => localStorage.setItem("desk-keys", toggle.checked ? "on" : "off"));
}
