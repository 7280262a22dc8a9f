import { TOLERANCE } from './difference.js';

/** Collects the largest difference of every method, and where it was. */
export class Findings {
  #methods = new Map();

  /** @param entries what `compareCase` made of the case. */
  add(found, entries) {
    for (const entry of entries) {
      const method = this.#methods.get(entry.name) ?? { cases: 0, named: 0, beyond: 0, largest: -1 };
      this.#methods.set(entry.name, method);
      method.cases++;
      if (entry.expected?.error !== undefined) method.named++;
      if (!(entry.difference <= TOLERANCE)) method.beyond++;
      if (entry.difference > method.largest) {
        method.largest = entry.difference;
        method.worst = { ...entry, case: `${found.id}: ${found.name}` };
      }
    }
  }

  count() {
    return this.#methods.size;
  }

  largest() {
    return Math.max(...[...this.#methods.values()].map((method) => method.largest));
  }

  /** A table with the largest difference of every method, then the worst case of all. */
  report() {
    const rows = [...this.#methods].map(([name, { cases, named, beyond, largest, worst }]) => [
      name,
      String(cases),
      String(named),
      String(beyond),
      largest.toExponential(1),
      worst.case,
    ]);
    const head = ['method', 'cases', 'without a number', 'beyond 1e-9', 'largest difference', 'where'];
    const widths = head.map((title, column) =>
      Math.max(title.length, ...rows.map((row) => row[column].length)),
    );
    const line = (row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd() + '\n';
    return [head, ...rows].map(line).join('') + this.#worstCases();
  }

  /** The worst case of all, or of every method that is beyond the tolerance. */
  #worstCases() {
    const sorted = [...this.#methods.values()].sort((a, b) => b.largest - a.largest);
    const beyond = sorted.filter((method) => !(method.largest <= TOLERANCE));
    return (beyond.length > 0 ? beyond : sorted.slice(0, 1))
      .map(
        ({ worst: { name, case: where, expected, actual } }) =>
          `worst: ${name} in ${where}\n  expected ${text(expected)}\n  actual   ${text(actual)}\n`,
      )
      .join('');
  }
}

/** JSON, with the numbers it has no word for. */
function text(value) {
  return JSON.stringify(value, (_, item) =>
    Number.isFinite(item) || typeof item !== 'number' ? item : String(item),
  );
}
