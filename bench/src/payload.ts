import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../apps/cli/dist/installation/index.js';

const TOLERANCE = 1e-4;

/** The model that every stack serves. */
export const modelDir = join(root, 'models', 'heart-disease', '1');

/** A row with the answer that the model gives to it. */
interface GoldenRow {
  readonly features: Readonly<Record<string, number>>;
  readonly prediction: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

const goldenRows = JSON.parse(readFileSync(join(modelDir, 'golden.json'), 'utf8')) as GoldenRow[];

/** The bodies of the requests: the model's golden rows. */
export const payload: readonly object[] = goldenRows.map(({ features }) => features);

/** Every stack has to answer the golden rows as the model does before it is measured. @throws when it does not */
export async function checkAnswers(label: string, url: string, token: string): Promise<void> {
  for (const { features, prediction, probabilities } of goldenRows) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(features),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${label} answered ${response.status}: ${text}`);
    const answer = JSON.parse(text) as { prediction: string; probability: number };
    const isClose = Object.values(probabilities).some(
      (probability) => Math.abs(answer.probability - probability) < TOLERANCE,
    );
    if (answer.prediction !== prediction || !isClose) throw new Error(`${label} answered ${text}`);
  }
}
