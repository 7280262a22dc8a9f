import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row as a request, and what Python's onnxruntime answers. */
export interface ExpectedRow {
  readonly features: Readonly<Record<string, unknown>>;
  readonly prediction: unknown;
  readonly probabilities?: Readonly<Record<string, number>>;
}

/** A model that an exporter wrote, and how it is added. */
export interface ModelCase {
  readonly name: string;
  readonly folder: string;
  readonly title: string;
  readonly exporter: string;
  /** The file with the rows. */
  readonly data: string;
  readonly targets: readonly string[];
  /** More arguments of `plumbline add`. */
  readonly arguments: readonly string[];
  readonly task: string;
  readonly rows: readonly ExpectedRow[];
}

const folder = join(import.meta.dirname, 'cases');

/** Every case that `python -m make` has made. */
export const cases: readonly ModelCase[] = readdirSync(folder)
  .sort()
  .map((name) => {
    const facts = JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as ModelCase;
    return { ...facts, name, folder: join(folder, name) };
  });
