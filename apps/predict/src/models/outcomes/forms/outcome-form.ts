import { z } from 'zod';
import type { Outcome } from './outcome.js';

/** An outcome in requests and answers: a class, a number, the labels of a row, or a value by label or target. */
export const outcomeSchema = z
  .union([
    z.string(),
    z.number(),
    z.array(z.string()),
    z.record(z.string(), z.union([z.number(), z.boolean()])),
  ])
  .meta({ id: 'Outcome' });

export type JsonOutcome = z.infer<typeof outcomeSchema>;

/** An actual value that was given, or the reason why it is impossible, as the end of a sentence about it. */
export type GivenOutcome =
  | { readonly outcome: Outcome; readonly problem?: undefined }
  | {
      readonly outcome?: undefined;
      readonly problem: string;
      /** The text of a class that the model does not know. It can be an actual value, but never a prediction. */
      readonly unknownClass?: string;
    };

/** The forms of the outcomes of one model: stored as text, and as JSON in requests, answers and golden rows. */
export interface OutcomeForm {
  /** Reads a stored text. */
  readonly ofText: (text: string) => Outcome;
  toJson(outcome: Outcome): JsonOutcome;
  /** Reads a value from JSON. */
  read(given: unknown): GivenOutcome;
  /** Reads a cell of a CSV or Parquet file. */
  readCell(cell: unknown): GivenOutcome;
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
