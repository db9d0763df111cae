// Draws the open incidents as a dispatcher sees them, and asks twice a second whether anything has changed.

// pageWords returns the words in the first language of the browser that the page speaks.
export function pageWords(card) {
  const tag = navigator.languages.map((l) => l.split("-")[0]).find((l) => card[l]) ?? "en";
  return { ...card[tag], tag };
}

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

// lasting is a duration as people read a watch: 0:07, 12:30, 1:02:30.
function lasting(ms) {
  const all = Math.floor(Math.abs(ms) / 1000);
  const pad = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

export class Incidents {
  constructor(words) {
    this.words = words;
    this.root = document.getElementById("card").content.firstElementChild.cloneNode(true);
    this.root.lang = words.tag;
    this.root.querySelector("h2").textContent = words.title;
    this.cards = this.root.querySelector(".cards");
    this.cards.setAttribute("aria-label", words.title);
    this.time = new Intl.DateTimeFormat(words.tag, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    this.show("[]");
    setInterval(() => this.tick(), 500);
  }

  async tick() {
    for (const element of this.root.querySelectorAll("[data-at]")) this.count(element);
    if (document.hidden || this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch("/demo/incidents", { cache: "no-cache" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.show(await answer.text());
    } catch {
      this.say(this.words.offline);
      this.shown = null;
    } finally {
      this.asking = false;
    }
  }

  show(text) {
    if (text === this.shown) return;
    this.shown = text;
    const all = JSON.parse(text);
    this.root.classList.toggle("none", all.length === 0);
    this.say(all.length > 0 ? this.hint(all[0].hint) : this.words.empty);
    this.cards.replaceChildren(...all.map((incident) => this.card(incident)));
  }

  say(words) {
    const line = this.root.querySelector(".do");
    if (line.textContent !== words) line.textContent = words;
  }

  hint({ do: what, who }) {
    return (this.words.hints[what] ?? "").replace("{who}", who ?? "");
  }

  card(incident) {
    const { words } = this;
    const number = make("strong", "number", String(incident.number));
    const state = make("span", "state", words.states[incident.state] ?? incident.state);
    state.dataset.state = incident.state;
    const age = make("span", "age", `${words.age} `, this.counter(incident.opened, "up"));
    const severity = make("span", `severity ${incident.severity}`, words[incident.severity] ?? incident.severity);
    const card = make("article", "card", make("header", "", number, state, severity, age), this.facts(incident));
    if (incident.next) card.append(make("p", "next", `${words.next} `, this.counter(incident.next.at, "down")));
    card.append(...this.list(words.people, "people", incident.paged.map((page) => this.person(page))));
    card.append(...this.list(words.log, "story-log", incident.log.toReversed().map((entry) => this.entry(entry))));
    return card;
  }

  facts(incident) {
    const { words } = this;
    const list = make("dl", "facts");
    const rows = [
      [words.activity, incident.activity], [words.block, incident.block],
      [words.reports, String(incident.reports)], [words.owner, incident.owner || words.nobody],
    ];
    for (const [name, value] of rows) {
      const told = make("dd", value ? "" : "untold", value || words.unknown);
      told.dir = "auto";
      list.append(make("dt", "", name), told);
    }
    return list;
  }

  list(title, className, items) {
    return items.length > 0 ? [make("h3", "", title), make("ol", className, ...items)] : [];
  }

  person(page) {
    const { words } = this;
    const promised = page.minutes ? `, ${page.minutes} ${words.minutes}` : "";
    const said = make("span", "answer", `${words.pages[page.state] ?? page.state}${promised}`);
    const item = make("li", page.state, make("span", "", make("b", "", page.name), ` ${words.roles[page.role] ?? page.role}`), said);
    return item;
  }

  entry(entry) {
    const { words } = this;
    const when = make("time", "", this.time.format(new Date(entry.at)));
    when.dateTime = new Date(entry.at).toISOString();
    const what = make("span", "", make("b", "", words.states[entry.state] ?? entry.state), ` ${words[entry.by] ?? entry.by}: ${entry.why}`);
    return make("li", "", when, what);
  }

  counter(at, way) {
    const element = make("span", `count ${way}`);
    element.dataset.at = at;
    element.setAttribute("role", "timer");
    element.setAttribute("aria-live", "off");
    this.count(element);
    return element;
  }

  count(element) {
    const left = Number(element.dataset.at) - Date.now();
    const late = element.classList.contains("down") && left < 0;
    element.classList.toggle("late", late);
    element.textContent = late ? `${this.words.late} +${lasting(left)}` : lasting(left);
  }
}
