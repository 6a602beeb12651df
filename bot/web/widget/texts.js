// The words of the widget, one file a language: lang/en.json, lang/es.json; the service puts what the
// recall's file says into each.

/** Loads a language; the server gives English for one that nobody has written. */
export async function loadTexts(base, wanted) {
  const address = new URL(`lang/${encodeURIComponent(wanted)}.json`, base);
  let texts;
  for (let pause = 1000; ; pause *= 2) { // without its words there is no chat: it is asked for until it comes
    texts = await fetch(address).then((answer) => answer.json()).catch(() => {});
    if (texts?.language) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const { language, direction, recall } = texts;
  const plural = new Intl.PluralRules(language);
  const text = (key, values = {}) =>
    (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? recall[name] ?? "");
  return {
    language,
    direction,
    recall,
    text,
    count(key, n) {
      const named = `${key}_${plural.select(n)}`;
      return text(texts[named] ? named : `${key}_other`);
    },
    time(at, withDay = false) {
      const today = at.toDateString() === new Date().toDateString();
      const day = today && !withDay ? {} : { year: withDay ? "numeric" : undefined, month: "short", day: "numeric" };
      return at.toLocaleString(language, { hour: "numeric", minute: "2-digit", ...day });
    },
    list: (words) => new Intl.ListFormat(language).format(words),
  };
}
