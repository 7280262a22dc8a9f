const WIDTH = 30;

/** How far a run is, on stderr: one line that is written over on a terminal, elsewhere a line every twentieth. */
export class Progress {
  #total = 0;
  #done = 0;
  #shown = -1;
  #started = Date.now();

  expect(count) {
    this.#total += count;
  }

  /** One case is done; `label` says which. */
  step(label) {
    this.#done++;
    const share = this.#done / this.#total;
    if (process.stderr.isTTY) process.stderr.write(`\r${this.#line(share, label)}\x1b[K`);
    else if (Math.floor(share * 20) > this.#shown) process.stderr.write(`${this.#line(share, label)}\n`);
    this.#shown = Math.floor(share * 20);
  }

  /** Cases done of those expected. */
  get state() {
    return `${this.#done} of ${this.#total} cases`;
  }

  end() {
    if (process.stderr.isTTY) process.stderr.write('\n');
  }

  #line(share, label) {
    const filled = Math.round(share * WIDTH);
    const bar = '#'.repeat(filled) + '.'.repeat(WIDTH - filled);
    return `[${bar}] ${this.state}, ${minutes(Date.now() - this.#started)}, ${label}`;
  }
}

/** Minutes and seconds. */
export function minutes(durationMs) {
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
