import { Screen } from '../terminal/index.js';
import { lineOf, type Moment, viewOf } from './demo-view.js';

const REDRAW_MS = 250;
const LINE_MS = 10_000;

/** Shows the moments of the demonstration: a view that is redrawn on a terminal, a line every ten seconds elsewhere. */
export class LiveView {
  private readonly screen = new Screen(process.stdout);
  private readonly startedAtMs = Date.now();
  private readonly timer = setInterval(() => this.draw(), REDRAW_MS);
  private shownAtMs = 0;
  private isStopped = false;

  constructor(private moment: Moment) {}

  update(change: Partial<Moment>): void {
    this.moment = { ...this.moment, ...change };
  }

  /** Adds an event, and prints its line where no view is redrawn. */
  addEvent(line: string, event: Moment['events'][number]): void {
    this.update({ events: [...this.moment.events, event] });
    if (!process.stdout.isTTY) process.stdout.write(`${line}\n`);
  }

  /** Leaves the last view where it is. A second call has no effect. */
  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    clearInterval(this.timer);
    this.draw(true);
    this.screen.close();
  }

  /** Draws nothing before everything is running: until then, steps are printed. */
  private draw(last = false): void {
    if (this.moment.events.length === 0) return;
    this.update({ elapsedMs: Date.now() - this.startedAtMs });
    if (process.stdout.isTTY) this.screen.draw(viewOf(this.moment, process.stdout.columns));
    else if (last || Date.now() - this.shownAtMs >= LINE_MS) process.stdout.write(`${lineOf(this.moment)}\n`);
    else return;
    this.shownAtMs = Date.now();
  }
}
