import type { Progress } from './run-traffic.mjs';

/** What of a stream is used. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far a run is: a bar that is redrawn on a terminal, a line every few seconds elsewhere. */
export function progressOn(
  stream: ProgressStream,
  now?: () => number,
): { show(progress: Progress): void; end(): void };
