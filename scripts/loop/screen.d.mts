interface ScreenStream {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Lines of a terminal that are drawn over again and again. */
export class Screen {
  constructor(stream: ScreenStream);
  draw(lines: readonly string[]): void;
  /** Leaves the last lines where they are and gives the cursor back; more than once does nothing. */
  close(): void;
}
