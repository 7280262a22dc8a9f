import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../apps/cli/dist/installation/index.js';

const TOLERANCE = 1e-4;

/** The model that is served unless another one is named: a row of numbers. */
export const MODEL = 'heart-disease';

/** The first version of a model that ships. */
export function folderOf(model: string): string {
  return join(root, 'models', model, '1');
}

/** A row with the answer that the model gives to it. */
interface GoldenRow {
  readonly features: Readonly<Record<string, unknown>>;
  readonly prediction: unknown;
  readonly probabilities?: Readonly<Record<string, number>>;
}

function goldenRows(model: string): GoldenRow[] {
  return JSON.parse(readFileSync(join(folderOf(model), 'golden.json'), 'utf8')) as GoldenRow[];
}

/** The bodies of the requests: the model's golden rows. */
export function payloadOf(model: string): readonly object[] {
  return goldenRows(model).map(({ features }) => features);
}

/** Every stack has to answer the golden rows as the model does before it is measured. @throws when it does not */
export async function checkAnswers(model: string, label: string, url: string, token: string): Promise<void> {
  for (const { features, ...golden } of goldenRows(model)) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(features),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${label} answered ${response.status}: ${text}`);
    if (!isRight(JSON.parse(text) as Answer, golden)) throw new Error(`${label} answered ${text}`);
  }
}

/** The part of an answer that is compared. */
interface Answer {
  readonly prediction: unknown;
  /** Of a binary model. */
  readonly probability?: number;
}

function isRight(answer: Answer, { prediction, probabilities = {} }: Omit<GoldenRow, 'features'>): boolean {
  if (typeof prediction === 'number') return isClose(answer.prediction, prediction);
  const isSame = JSON.stringify(answer.prediction) === JSON.stringify(prediction);
  if (typeof answer.probability !== 'number') return isSame;
  return isSame && Object.values(probabilities).some((value) => isClose(answer.probability, value));
}

function isClose(answer: unknown, value: number): boolean {
  return typeof answer === 'number' && Math.abs(answer - value) < TOLERANCE * Math.max(1, Math.abs(value));
}
