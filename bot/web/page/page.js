// Sets up the two phones and what lies beside them.

import { Chat } from "./chat.js";
import { Line, Refused, pathOf, post } from "./line.js";

const sampleNames = { greeting: "A greeting", urgent: "Urgent", question: "A question" };
const place = { latitude: 37.8044, longitude: -122.2712 }; // downtown Oakland, in the example hotline's region

// pretty groups the digits of a North American number; others stay as they are.
const pretty = (number) => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/u, "+1 $1 $2 $3");

class Station {
  constructor(kind, owners, hotline) {
    this.kind = kind;
    this.owners = owners;
    this.root = document.getElementById("station").content.firstElementChild.cloneNode(true);
    this.root.classList.add(kind.channel);
    this.queue = Promise.resolve();
    this.waiting = 0;
    this.chat = new Chat(this.part("log"), (digits) => this.send({ text: digits }));
    this.label(hotline);
    this.wire();
    this.recall();
  }

  part(name) {
    return this.root.querySelector(`.${name}`);
  }

  label(hotline) {
    const title = this.part("title");
    title.textContent = this.kind.title;
    title.id = `title-${this.kind.channel}`;
    this.root.setAttribute("aria-labelledby", title.id);
    this.part("hotline-name").textContent = hotline.name;
    this.part("hotline-number").textContent = pretty(hotline[this.kind.channel]);
    this.part("pin").hidden = this.kind.channel === "sms"; // a text message cannot carry a pin
    this.part("text").setAttribute("aria-keyshortcuts", `Alt+${this.kind.key}`);
    for (const owner of this.owners) {
      const option = new Option(owner.name, owner.tag);
      option.lang = owner.tag;
      this.part("owner").append(option);
    }
  }

  wire() {
    const text = this.part("text");
    this.part("owner").addEventListener("change", (event) => this.changeOwner(event.target.value));
    this.part("fresh").addEventListener("click", () => this.fresh().then(() => text.focus()));
    this.part("pin").addEventListener("click", () => this.send({ location: place }));
    this.part("photo").addEventListener("click", () => this.sendDraft({ media: "photo" }));
    this.part("voice").addEventListener("click", () => this.send({ media: "voice" }));
    this.part("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendDraft({});
    });
    text.addEventListener("input", () => this.fit());
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendDraft({});
    });
  }

  // recall takes up the phone that this tab had before a reload, or a new one.
  recall() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.kind.channel));
    } catch {
      // a broken note is as good as none
    }
    this.speak(kept?.owner ?? this.kind.owner);
    if (kept?.number) this.follow(kept.number);
    else this.fresh();
  }

  keep() {
    const note = { number: this.number, owner: this.owner.tag };
    sessionStorage.setItem(this.kind.channel, JSON.stringify(note));
  }

  speak(tag) {
    const owner = this.owners.find((o) => o.tag === tag) ?? this.owners[0];
    this.owner = owner;
    this.chat.speak(owner);
    const screen = this.part("screen");
    screen.lang = owner.tag;
    screen.dir = owner.dir;
    this.part("owner").value = owner.tag;
    this.part("log").setAttribute("aria-label", owner.say.chat);
    this.name("text", owner.say.message).placeholder = owner.say.message;
    this.name("send", owner.say.send);
    this.name("pin", owner.say.sendPin);
    this.name("photo", owner.say.sendPhoto);
    this.name("voice", owner.say.sendVoice);
    this.samples();
    this.tick();
    if (this.noticed) this.notice(this.noticed);
  }

  name(part, words) {
    const element = this.part(part);
    element.setAttribute("aria-label", words);
    if (part !== "text") element.title = words;
    return element;
  }

  samples() {
    const items = Object.entries(this.owner.samples).map(([key, text]) => {
      const button = document.createElement("button");
      const what = document.createElement("span");
      const words = document.createElement("span");
      button.type = "button";
      button.className = `sample ${key}`;
      what.className = "what";
      what.textContent = sampleNames[key];
      words.className = "sample-words";
      words.textContent = text;
      words.lang = this.owner.tag;
      words.dir = this.owner.dir;
      button.append(what, words);
      button.addEventListener("click", () => this.send({ text }));
      const item = document.createElement("li");
      item.append(button);
      return item;
    });
    this.part("samples").replaceChildren(...items);
  }

  // changeOwner keeps a chat that has begun; an untouched phone becomes another owner's.
  async changeOwner(tag) {
    this.speak(tag);
    if (this.chat.empty) await this.fresh();
    else this.keep();
  }

  async fresh() {
    this.line?.close();
    try {
      const phone = await post("/demo/phones", { channel: this.kind.channel, language: this.owner.tag });
      this.follow(phone.number);
    } catch {
      this.notice("offline");
      setTimeout(() => this.fresh(), 2000);
    }
  }

  follow(number) {
    this.line?.close();
    this.number = number;
    this.keep();
    this.chat.clear();
    this.notice(null);
    this.part("own-number").textContent = pretty(number);
    this.line = new Line(number, {
      bubble: (bubble) => this.chat.add(bubble),
      ready: () => {
        this.chat.caughtUp();
        if (this.noticed === "offline") this.notice(null);
      },
      down: () => this.notice("offline"),
      gone: () => this.fresh(),
    });
  }

  sendDraft(extra) {
    const box = this.part("text");
    const text = box.value.trim();
    if (!text && !extra.media) return;
    box.value = "";
    this.fit();
    this.send(text ? { text, ...extra } : extra);
  }

  // send posts one message after the other, as a phone does.
  send(message) {
    this.notice(null);
    this.waiting += 1;
    this.chat.writing(true);
    const number = this.number;
    this.queue = this.queue.then(() => this.deliver(number, message)).finally(() => {
      this.waiting -= 1;
      if (this.waiting === 0) this.chat.writing(false);
    });
  }

  async deliver(number, message) {
    try {
      await post(`${pathOf(number)}/messages`, message);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return this.fresh();
      const box = this.part("text");
      if (message.text && !box.value) box.value = message.text;
      this.fit();
      this.notice("failed");
    }
  }

  notice(key) {
    const line = this.part("notice");
    this.noticed = key;
    line.hidden = !key;
    line.textContent = key ? this.owner.say[key] : "";
  }

  fit() {
    const box = this.part("text");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 112)}px`;
  }

  tick() {
    this.part("clock").textContent = this.chat.time.format(new Date());
  }
}

const kinds = [
  { channel: "sms", title: "SMS phone", key: "1", owner: "en" },
  { channel: "whatsapp", title: "WhatsApp-style phone", key: "2", owner: "es" },
];

async function start() {
  const load = (path) => fetch(path).then((answer) => answer.json());
  const [owners, hotline] = await Promise.all([load("/demo/owners.json"), load("/demo/hotline")]);
  const stations = kinds.map((kind) => new Station(kind, owners, hotline));
  document.getElementById("stations").append(...stations.map((station) => station.root));
  document.addEventListener("keydown", (event) => {
    const at = ["Digit1", "Digit2"].indexOf(event.code);
    if (!event.altKey || event.ctrlKey || event.metaKey || at < 0) return;
    event.preventDefault();
    stations[at].part("text").focus();
  });
  setInterval(() => stations.forEach((station) => station.tick()), 10_000);
}

start();
