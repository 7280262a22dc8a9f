/** What the demonstration shows at a moment. */
export interface Moment {
  readonly model: string;
  readonly factor: number;
  readonly forS: number;
  readonly elapsedMs: number;
  readonly state?: object;
  readonly traffic?: object;
  readonly events: readonly { readonly name: string; readonly detail: string; readonly atMs: number }[];
}

/** The lines of a moment, none longer than the terminal is wide, or 80 columns. */
export function viewOf(moment: Moment, columns?: number): string[];

/** One line for where no lines can be drawn over. */
export function lineOf(moment: Moment): string;
