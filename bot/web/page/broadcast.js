// Draws the demo's broadcast: how it stands, what its organizer can text, and what each subscriber got.

const every = 1000; // ms between two questions

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

export class Broadcast {
  // fill puts a line into the field of the organizer's phone.
  constructor(words, organizer, fill) {
    this.words = words.broadcast;
    this.organizer = organizer;
    this.fill = fill;
    this.root = document.getElementById("cast").content.firstElementChild.cloneNode(true);
    this.root.lang = words.tag;
    this.part("h2").textContent = this.words.title;
    this.part(".about").textContent = this.named(this.words.about);
    this.languages = new Intl.DisplayNames(words.tag, { type: "language" });
    setInterval(() => this.tick(), every);
    this.tick();
  }

  part(selector) {
    return this.root.querySelector(selector);
  }

  named(words) {
    return words.replace("{who}", this.organizer);
  }

  async tick() {
    if (document.hidden || this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch("/demo/broadcast", { cache: "no-store" });
      if (answer.ok) this.show(await answer.json());
    } catch {
      // the card of incidents says that there is no connection
    } finally {
      this.asking = false;
    }
  }

  show(cast) {
    this.code = cast.code;
    const shown = JSON.stringify({ ...cast, code: "" });
    if (shown === this.shown) return;
    this.shown = shown;
    const { words } = this;
    const state = this.part(".state");
    state.textContent = words.states[cast.state] ?? cast.state;
    state.dataset.state = cast.state;
    this.part(".tally").textContent = words.count.replace("{got}", cast.delivered).replace("{all}", cast.phones.length);
    this.part(".orders").replaceChildren(...this.orders(cast));
    this.part(".readers").replaceChildren(...cast.phones.map((phone) => this.reader(phone)));
  }

  // orders are what the organizer can text. The code is the one of the moment at which it is tapped.
  orders({ id, state }) {
    const { words } = this;
    const all = [];
    if (state === "draft") {
      all.push([`SHOW ${id}`, words.show, () => `SHOW ${id}`]);
      all.push([`APPROVE ${id} …`, this.named(words.approve), () => `APPROVE ${id} ${this.code}`]);
    }
    if (state === "holding" || state === "sending" || state === "paused") all.push([`KILL ${id}`, words.kill, () => `KILL ${id}`]);
    return all.map(([label, what, line]) => {
      const button = make("button", "line", label);
      button.type = "button";
      button.addEventListener("click", () => this.fill(line()));
      return make("li", "", button, ` ${what}`);
    });
  }

  reader({ number, language, got }) {
    const head = make("h3", "", this.languages.of(language), " ", make("bdi", "own-number", `…${number.slice(-4)}`));
    const texts = got.map((text) => {
      const bubble = make("p", "got", text);
      bubble.lang = language;
      bubble.dir = "auto";
      return bubble;
    });
    return make("li", "", head, ...(texts.length > 0 ? texts : [make("p", "untold", this.words.empty)]));
  }
}
