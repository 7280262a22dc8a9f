const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

/** Lines of a terminal that are drawn over again and again. */
export class Screen {
  /** @param {{ write: (text: string) => unknown, columns?: number, rows?: number }} stream */
  constructor(stream) {
    this.stream = stream;
    this.drawn = 0;
    this.open = false;
  }

  /** @param {string[]} lines none as long as the terminal is wide; those that do not fit below each other are left out */
  draw(lines) {
    const shown = lines.slice(0, (this.stream.rows ?? 24) - 1);
    const up = this.drawn > 0 ? `\u001B[${this.drawn}A\r` : '';
    const body = shown.map((line) => `${line}${CLEAR_LINE}\n`).join('');
    this.stream.write(`${this.open ? '' : HIDE_CURSOR}${up}${body}${CLEAR_BELOW}`);
    this.drawn = shown.length;
    this.open = true;
  }

  /** Leaves the last lines where they are and gives the cursor back; more than once does nothing. */
  close() {
    if (this.open) this.stream.write(SHOW_CURSOR);
    this.open = false;
    this.drawn = 0;
  }
}
