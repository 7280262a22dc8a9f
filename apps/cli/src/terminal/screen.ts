const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';
const DEFAULT_ROWS = 24;

/** Lines of a terminal that are redrawn in place. */
export class Screen {
  private drawn = 0;
  private open = false;

  constructor(private readonly stream: { readonly rows?: number; write(text: string): unknown }) {}

  /** Draws lines that are shorter than the terminal is wide. Those that do not fit below each other are left out. */
  draw(lines: readonly string[]): void {
    const shown = lines.slice(0, (this.stream.rows ?? DEFAULT_ROWS) - 1);
    const up = this.drawn > 0 ? `\u001B[${this.drawn}A\r` : '';
    const body = shown.map((line) => `${line}${CLEAR_LINE}\n`).join('');
    this.stream.write(`${this.open ? '' : HIDE_CURSOR}${up}${body}${CLEAR_BELOW}`);
    this.drawn = shown.length;
    this.open = true;
  }

  /** Leaves the last lines where they are and shows the cursor again. A second call has no effect. */
  close(): void {
    if (this.open) this.stream.write(SHOW_CURSOR);
    this.open = false;
    this.drawn = 0;
  }
}
