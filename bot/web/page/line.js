// The line to the server: requests as JSON, and a phone's bubbles as server-sent events.

export class Refused extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Refused(answer.status);
  return answer.status === 204 ? null : answer.json();
}

export const pathOf = (number) => `/demo/phones/${encodeURIComponent(number)}`;

// Line follows one phone and delivers each bubble once, in order. It hangs up while the page is hidden, because
// a browser allows few connections to one server, and goes on after the last bubble it has.
export class Line {
  // to has bubble(b), ready(), down() and gone(): the server does not know the phone.
  constructor(number, to) {
    this.number = number;
    this.to = to;
    this.seen = 0;
    this.onVisible = () => (document.hidden ? this.hangUp() : this.open());
    document.addEventListener("visibilitychange", this.onVisible);
    this.open();
  }

  close() {
    document.removeEventListener("visibilitychange", this.onVisible);
    this.closed = true;
    this.hangUp();
  }

  hangUp() {
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  }

  open() {
    if (this.closed || this.source) return;
    clearTimeout(this.again);
    const source = new EventSource(`${pathOf(this.number)}/events?after=${this.seen}`);
    this.source = source;
    source.addEventListener("bubble", (event) => this.take(JSON.parse(event.data)));
    source.addEventListener("ready", () => this.to.ready());
    source.addEventListener("error", () => this.broken(source));
  }

  take(bubble) {
    if (this.closed || bubble.seq <= this.seen) return;
    this.seen = bubble.seq;
    this.to.bubble(bubble);
  }

  // broken is called when the stream ends. The browser reconnects by itself unless the server refused it.
  async broken(source) {
    if (source !== this.source) return;
    this.to.down();
    if (source.readyState !== EventSource.CLOSED) return;
    this.hangUp();
    const gone = await this.isGone();
    if (this.closed) return;
    if (gone) return this.to.gone();
    this.again = setTimeout(() => this.open(), 2000);
  }

  async isGone() {
    const stop = new AbortController();
    try {
      const answer = await fetch(`${pathOf(this.number)}/events`, { signal: stop.signal });
      return answer.status === 404;
    } catch {
      return false;
    } finally {
      stop.abort();
    }
  }
}
