/** Reports each problem when it appears, not again while it lasts. */
export class LastingProblems {
  private known: ReadonlySet<string> = new Set();

  constructor(private readonly report: (problem: string) => void) {}

  /** Takes the problems of the present moment. */
  update(problems: Iterable<string>): void {
    const before = this.known;
    this.known = new Set(problems);
    for (const problem of this.known) if (!before.has(problem)) this.report(problem);
  }
}
