import { type Outcome, type OutcomeParts, textOfOutcome } from './outcome.js';

/** The parts of an outcome of a task that has parts. */
export function partsOf(outcome: Outcome): OutcomeParts {
  if (typeof outcome !== 'object') throw new TypeError(`${outcome} has no parts`);
  return outcome;
}

/** Reads the stored text of parts. */
export function partsOfText(text: string): OutcomeParts {
  return JSON.parse(text) as OutcomeParts;
}

/** A cell of a CSV file is the JSON text of what a Parquet file holds as a list or a struct, in which null is unknown. */
export function jsonOfCell(cell: unknown): unknown {
  if (typeof cell !== 'string') return isObject(cell) ? known(cell) : cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** Whether a value is an object with names. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function known(cell: Record<string, unknown>): Record<string, unknown> {
  const values = Object.entries(cell).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    values.map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
}

/** Whether a part is unknown. */
export function isPartialOutcome(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome.includes(null);
}

/** The stored text of the parts of `after`, and of those of `before` that `after` leaves unknown. */
export function mergedText(before: string, after: string): string {
  const earlier = partsOfText(before);
  return textOfOutcome(partsOfText(after).map((part, place) => part ?? earlier[place] ?? null));
}
