import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../processes/index.js';
import type { Figure } from './figure.js';

/** Longer than the hour that the alert looks back, and the ten minutes around it. */
const BACK_S = 75 * 60;
/** The last minute is left to the running Prometheus. */
const GAP_S = 60;

/** The past of a model as the rules of Prometheus would have recorded it. */
export interface History {
  readonly model: string;
  readonly figure: Pick<Figure, 'rule' | 'registered'>;
  /** Labelled predictions. */
  readonly rows: number;
}

/** Gives Prometheus, before it starts, an hour and a quarter in which the model was healthy. */
export async function backfill(options: {
  /** Receives a file with the samples. */
  readonly folder: string;
  /** The data folder of Prometheus. */
  readonly data: string;
  readonly history: History;
  readonly stepS: number;
  /** All times are divided by it. */
  readonly factor: number;
}): Promise<void> {
  const { folder, data, history, stepS, factor } = options;
  const nowS = Math.floor(Date.now() / 1000);
  const times: number[] = [];
  for (let atS = nowS - BACK_S / factor; atS <= nowS - GAP_S / factor; atS += stepS) times.push(atS);
  const series = {
    [`model:${history.figure.rule}:judged`]: history.figure.registered,
    'model:labelled_predictions:judged': history.rows,
  };
  const lines = Object.entries(series).flatMap(([name, value]) => [
    `# TYPE ${name} gauge`,
    ...times.map((atS) => `${name}{model="${history.model}"} ${value} ${atS}`),
  ]);
  mkdirSync(data, { recursive: true });
  const file = join(folder, 'history.txt');
  writeFileSync(file, `${lines.join('\n')}\n# EOF\n`);
  const { code, output } = await capture('promtool', [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    file,
    data,
  ]);
  if (code !== 0) throw new Error(`promtool could not write the history of Prometheus:\n${output}`);
}
