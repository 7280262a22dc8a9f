/** What happened, and when. */
export class Timeline {
  /** @param {(line: string, event: object) => void} [show] is told every event at once */
  constructor(show = () => {}) {
    this.startedAtMs = Date.now();
    this.events = [];
    this.show = show;
  }

  /** @param {string} name what happened, the same words for the same thing @param {string} [detail] */
  add(name, detail = '') {
    const event = { name, detail, atMs: Date.now() - this.startedAtMs };
    this.events.push(event);
    this.show(lineOf(event), event);
  }

  /** Seconds between the first of two events each; undefined unless both happened. */
  between(from, to) {
    const [first, second] = [from, to].map((name) => this.events.find((event) => event.name === name));
    return first && second ? (second.atMs - first.atMs) / 1000 : undefined;
  }

  /** Every event, one a line. */
  toString() {
    return this.events.map(lineOf).join('\n');
  }
}

function lineOf({ name, detail, atMs }) {
  const minutes = Math.floor(atMs / 60_000);
  const seconds = ((atMs % 60_000) / 1000).toFixed(1).padStart(4, '0');
  return `${String(minutes).padStart(3)}:${seconds}  ${name}${detail === '' ? '' : `  ${detail}`}`;
}
