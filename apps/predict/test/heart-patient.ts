import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const GOLDEN = fileURLToPath(new URL('../../../models/heart-disease/1/golden.json', import.meta.url));

interface GoldenRow {
  readonly features: Readonly<Record<string, number>>;
  readonly prediction: string;
}

const [row] = JSON.parse(readFileSync(GOLDEN, 'utf8')) as [GoldenRow];

/** The features of a patient, as `POST /models/heart-disease/predict` takes them. */
export const heartPatient = row.features;
