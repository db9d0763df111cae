// Sets up the phones, the card with the incidents between them, and the broadcast below.

import { Broadcast } from "./broadcast.js";
import { Chat } from "./chat.js";
import { Incidents, pageWords } from "./incidents.js";
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
    this.root.classList.add(...(kind.staff ? ["staff", kind.staff.role] : [kind.channel]));
    this.root.id = `phone-${kind.id}`;
    this.queue = Promise.resolve();
    this.waiting = 0;
    this.chat = new Chat(this.part("log"), {
      pick: (digits) => this.send({ text: digits }),
      press: (seq, digit) => this.press(seq, digit),
      fill: kind.staff && ((line) => this.fill(line)),
    });
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
    title.id = `title-${this.kind.id}`;
    this.root.setAttribute("aria-labelledby", title.id);
    this.part("hotline-name").textContent = hotline.name;
    this.part("hotline-number").textContent = pretty(hotline[this.kind.channel]);
    this.part("pin").hidden = this.kind.channel === "sms"; // a text message cannot carry a pin
    this.part("text").setAttribute("aria-keyshortcuts", `Alt+${this.kind.key}`);
    for (const part of ["field", "fresh", "try", "samples"]) this.part(part).hidden = Boolean(this.kind.staff);
    this.part("brief").hidden = !this.kind.staff;
    this.part("brief").textContent = this.kind.brief ?? "";
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
    if (this.kind.staff) {
      this.speak(this.kind.staff.language);
      return this.follow(this.kind.staff.number);
    }
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.kind.id));
    } catch {
      // a broken note is as good as none
    }
    this.speak(kept?.owner ?? this.kind.owner);
    if (kept?.number) this.follow(kept.number);
    else this.fresh();
  }

  keep() {
    if (this.kind.staff) return;
    const note = { number: this.number, owner: this.owner.tag };
    sessionStorage.setItem(this.kind.id, JSON.stringify(note));
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

  // fresh takes another phone. A volunteer's is theirs: after a restart it is the one that they have then.
  async fresh() {
    this.line?.close();
    if (this.kind.staff) return this.rehire();
    try {
      const phone = await post("/demo/phones", { channel: this.kind.channel, language: this.owner.tag });
      this.follow(phone.number);
    } catch {
      this.notice("offline");
      setTimeout(() => this.fresh(), 2000);
    }
  }

  async rehire() {
    try {
      const hotline = await fetch("/demo/hotline").then((answer) => answer.json());
      const again = hotline.staff.find((s) => s.name === this.kind.staff.name);
      if (again) return this.follow(again.number);
    } catch {
      // the hotline is away
    }
    this.notice("offline");
    setTimeout(() => this.rehire(), 2000);
  }

  // fill puts a line of a page into the field, to be sent as it is or added to.
  fill(line) {
    const box = this.part("text");
    box.value = line;
    this.fit();
    box.focus();
  }

  async press(seq, digit) {
    try {
      await post(`${pathOf(this.number)}/calls/${seq}`, { digit });
    } catch (error) {
      if (!(error instanceof Refused && error.status === 409)) return this.notice("failed");
    }
    this.chat.endCall();
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

const reporters = [
  { id: "sms", channel: "sms", title: "SMS phone", owner: "en" },
  { id: "whatsapp", channel: "whatsapp", title: "WhatsApp-style phone", owner: "es" },
];

function volunteers(staff, words) {
  return staff.map((person, i) => ({
    id: `staff-${i + 1}`,
    channel: "sms",
    staff: person,
    title: `${person.name}, ${words.roles[person.role] ?? person.role}`,
    brief: words.briefs[person.role] ?? words.briefs.other,
  }));
}

// story lays the page out for reporters, volunteers and the card between them.
function story(stations, card, cast, words) {
  document.body.classList.add("story");
  document.getElementById("hint").textContent = words.story;
  document.getElementById("hint").lang = words.tag;
  document.getElementById("through").textContent = "to";
  document.getElementById("last-key").textContent = String(stations.length);
  const jump = document.getElementById("jump");
  jump.hidden = false;
  const stops = stations.map((s) => [s.root.id, s.kind.staff?.name ?? (s.kind.channel === "sms" ? "SMS" : "WhatsApp")]);
  if (card) stops.splice(reporters.length, 0, [card.id, words.short]);
  if (cast) stops.push([cast.id, words.broadcast.short]);
  jump.append(...stops.map(([id, label]) => Object.assign(document.createElement("a"), { href: `#${id}`, textContent: label })));
}

async function start() {
  const load = (path) => fetch(path).then((answer) => answer.json());
  const [owners, hotline, card] = await Promise.all([load("/demo/owners.json"), load("/demo/hotline"), load("/demo/card.json")]);
  const words = pageWords(card);
  const kinds = [...reporters, ...volunteers(hotline.staff ?? [], words)];
  kinds.forEach((kind, i) => { kind.key = String(i + 1); });
  const stations = kinds.map((kind) => new Station(kind, owners, hotline));
  const roots = stations.map((station) => station.root);
  const incidents = hotline.incidents ? new Incidents(words) : null;
  if (incidents) roots.splice(reporters.length, 0, incidents.root);
  const organizer = stations.find((station) => station.kind.staff);
  const cast = hotline.broadcast && organizer ? new Broadcast(words, organizer.kind.staff.name, (line) => organizer.fill(line)) : null;
  if (roots.length > reporters.length) story(stations, incidents?.root, cast?.root, words);
  document.getElementById("stations").append(...roots);
  if (cast) document.getElementById("stations").after(cast.root);
  document.addEventListener("keydown", (event) => {
    const at = /^Digit[1-9]$/u.test(event.code) ? Number(event.code.slice(5)) - 1 : -1;
    if (!event.altKey || event.ctrlKey || event.metaKey || !stations[at]) return;
    event.preventDefault();
    stations[at].part("text").focus();
  });
  setInterval(() => stations.forEach((station) => station.tick()), 10_000);
}

start();
