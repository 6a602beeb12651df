// Making elements. Text always goes in as text nodes, so nothing that somebody wrote becomes markup.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if ((value ?? null) === null) continue;
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child ?? false));
  return element;
}

export const button = (text, className, onclick, more = {}) =>
  make("button", { type: "button", className, onclick, ...more }, text);

/** Escape, where `heard` has a use for it, goes no further. */
export const onEscape = (element, heard) => element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || heard() === false) return;
  event.stopPropagation();
  event.preventDefault();
});

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  photo: "M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  send: "M12 19V5M6 11l6-6 6 6",
};

/** A line drawing of ours; decoration, its button has a name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, more = {}) {
  const element = button("", "quiet round", onclick, { title: label, "aria-label": label, ...more });
  element.append(icon(name));
  return element;
}

/** The address if it is one that may be followed, else null. */
export function safeAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return ["https:", "mailto:", "tel:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Gives the customer a file; its name gets the day. */
export function save(name, ending, text, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href, download: `${name}-${new Date().toISOString().slice(0, 10)}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Not a UUID: that is missing on plain http anywhere but localhost. */
export const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** JSON in localStorage or sessionStorage. Where that is blocked the chat works until the page is closed. */
export const store = {
  read(key, area = "localStorage") {
    try {
      return JSON.parse(window[area].getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value, area = "localStorage") {
    try {
      if (value === null) window[area].removeItem(key);
      else window[area].setItem(key, JSON.stringify(value));
    } catch {
      // blocked or full
    }
  },
};
