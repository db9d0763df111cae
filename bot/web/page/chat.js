// Draws one phone's chat: bubbles, the numbered options in them, and the dots while the hotline writes.

const digitZeros = [0x30, 0x660, 0x6f0]; // ASCII, Arabic-Indic, Persian
const optionLine = /^\s*([0-9٠-٩۰-۹]{1,2})[.)]?\s+(\S.*)$/u;

// commandLine is what a volunteer sends back, such as "TAKE 417KDX" or "GO 417KDX 8", wherever it stands in a text.
const commandLine = /\p{Lu}[\p{Lu}-]{1,14} \d{1,6}[A-Z]{3}(?: \d{1,3})?(?![\p{L}\d])|\bOFF [A-Z]{3}(?![\p{L}\d])/gu;

function valueOf(digits) {
  let value = 0;
  for (const digit of digits) {
    const code = digit.codePointAt(0);
    value = value * 10 + code - digitZeros.findLast((zero) => code >= zero);
  }
  return value;
}

// splitOptions parts a text into its words and the numbered lines at its end. A list may go on from an earlier
// bubble, so it need not start at 1, but then one line alone is not taken for a list.
export function splitOptions(text) {
  const lines = text.replace(/\s+$/u, "").split("\n");
  const options = [];
  while (lines.length > 0) {
    const found = optionLine.exec(lines.at(-1));
    if (!found) break;
    const value = valueOf(found[1]);
    if (options.length > 0 && options[0].value !== value + 1) break;
    options.unshift({ value, digits: found[1], label: found[2] });
    lines.pop();
    if (value === 1) break;
  }
  const isList = options.length > 1 || options[0]?.value === 1;
  return isList ? { words: lines.join("\n"), options } : { words: text, options: [] };
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawing(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#g-${kind}`);
  svg.setAttribute("viewBox", kind === "voice" || kind === "call" ? "0 0 200 40" : "0 0 200 130");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export class Chat {
  // log is the element that holds the bubbles. To has pick(digits) for a tapped option, press(seq, digit) for a key
  // pressed during a call and, on volunteers' phones only, fill(line) for a tapped line to send back.
  constructor(log, to) {
    this.log = log;
    this.to = to;
    this.dots = make("div", "dots");
    this.dots.setAttribute("aria-hidden", "true");
    this.dots.append(make("i", ""), make("i", ""), make("i", ""));
  }

  // speak sets the language of everything the phone itself says.
  speak(owner) {
    this.owner = owner;
    this.time = new Intl.DateTimeFormat(owner.tag, { hour: "numeric", minute: "2-digit" });
    for (const element of this.log.querySelectorAll("[data-say]")) {
      element.textContent = owner.say[element.dataset.say];
    }
    for (const element of this.log.querySelectorAll("time")) {
      element.textContent = this.time.format(new Date(element.dateTime));
    }
  }

  clear() {
    this.log.replaceChildren();
    this.log.setAttribute("aria-busy", "true");
  }

  get empty() {
    return !this.log.querySelector(".bubble");
  }

  // caughtUp is called once the past is drawn: what comes now is announced.
  caughtUp() {
    this.log.setAttribute("aria-busy", "false");
    this.log.scrollTop = this.log.scrollHeight;
  }

  add(bubble) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 90;
    const mine = bubble.from !== "hotline";
    if (this.empty) this.log.append(this.said("div", "day", "today"));
    if (mine) this.closeOptions();
    if (mine && /^\d$/u.test(bubble.text)) this.endCall();
    this.log.append(this.draw(bubble, mine));
    if (this.dots.isConnected) this.log.append(this.dots);
    if (mine || atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  draw(bubble, mine) {
    const element = make("div", `bubble ${mine ? "mine" : "theirs"}`);
    element.dataset.seq = bubble.seq;
    element.append(this.said("span", "unseen", mine ? "you" : "hotline"));
    if (["photo", "voice", "location", "call"].includes(bubble.kind)) {
      const figure = make("div", `thing ${bubble.kind}`);
      figure.append(drawing(bubble.kind), this.said("span", "caption", bubble.kind));
      element.append(figure);
    }
    if (bubble.kind === "call") return this.call(element, bubble);
    const { words, options } = mine || this.to.fill ? { words: bubble.text, options: [] } : splitOptions(bubble.text);
    if (words) element.append(!mine && this.to.fill ? this.page(words) : this.words(words));
    if (options.length > 0) element.append(this.options(options));
    element.append(this.foot(bubble));
    return element;
  }

  words(text) {
    const words = make("div", "words", text);
    words.dir = "auto";
    return words;
  }

  // page is a text to a volunteer: the lines to send back can be tapped.
  page(text) {
    const words = this.words("");
    let at = 0;
    for (const found of text.matchAll(commandLine)) {
      const button = make("button", "line", found[0]);
      button.type = "button";
      button.addEventListener("click", () => this.to.fill(found[0]));
      words.append(text.slice(at, found.index), button);
      at = found.index + found[0].length;
    }
    words.append(text.slice(at));
    return words;
  }

  // call rings until a key is pressed, here or, before a reload, earlier.
  call(element, bubble) {
    element.classList.add("call");
    const keys = make("div", "keypad");
    for (const digit of ["1", "2"]) {
      const key = make("button", "key", digit);
      key.type = "button";
      key.setAttribute("aria-label", `${this.owner.say.press} ${digit}`);
      key.addEventListener("click", () => this.to.press(bubble.seq, digit));
      keys.append(key);
    }
    element.append(this.said("div", "ring", "call"), this.words(bubble.text), keys, this.foot(bubble));
    return element;
  }

  // endCall takes the keys away: what was called about has been answered, or is over.
  endCall() {
    if (document.activeElement?.matches(".key") && this.log.contains(document.activeElement)) {
      this.log.focus({ preventScroll: true });
    }
    for (const keys of this.log.querySelectorAll(".keypad")) keys.remove();
  }

  options(options) {
    const list = make("div", "options");
    for (const option of options) {
      const button = make("button", "option");
      button.type = "button";
      button.dir = "auto"; // the digit stands where its label begins
      button.append(make("span", "digit", option.digits), make("span", "label", option.label));
      button.addEventListener("click", () => this.to.pick(option.digits));
      list.append(button);
    }
    return list;
  }

  // closeOptions leaves the options readable; they were answers to a question that has been answered.
  closeOptions() {
    if (document.activeElement?.matches("button.option") && this.log.contains(document.activeElement)) {
      this.log.focus({ preventScroll: true }); // else the keyboard's place on the page would be lost
    }
    for (const button of this.log.querySelectorAll("button.option")) {
      const line = make("div", "option");
      line.dir = "auto";
      line.append(...button.childNodes);
      button.replaceWith(line);
    }
  }

  foot(bubble) {
    const foot = make("div", "foot");
    if (bubble.segments > 0) {
      const cost = make("span", "cost");
      const number = make("bdi", "", `${bubble.segments} · ${bubble.encoding}`);
      number.dir = "ltr";
      cost.append(this.said("span", "", "segments"), " ", number);
      foot.append(cost);
    }
    const time = make("time", "", this.time.format(bubble.at));
    time.dateTime = new Date(bubble.at).toISOString();
    foot.append(time);
    return foot;
  }

  said(tag, className, key) {
    const element = make(tag, className, this.owner.say[key]);
    element.dataset.say = key;
    return element;
  }

  writing(on) {
    if (!on) return this.dots.remove();
    this.log.append(this.dots);
    this.log.scrollTop = this.log.scrollHeight;
  }
}
