import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Longer than the hour that ModelF1Drop looks back, and the ten minutes it looks around there. */
const BACK_S = 75 * 60;
/** The last minute is left to the running Prometheus. */
const GAP_S = 60;

/**
 * Gives Prometheus, before it starts, an hour and a quarter in which the model was well: what its rules would have
 * recorded.
 * @param {{ folder: string, data: string, model: string, f1: number, rows: number, stepS: number, factor: number }}
 *   options `data` is Prometheus' own folder; all times are divided by `factor`
 */
export async function backfill({ folder, data, model, f1, rows, stepS, factor }) {
  const nowS = Math.floor(Date.now() / 1000);
  const times = [];
  for (let atS = nowS - BACK_S / factor; atS <= nowS - GAP_S / factor; atS += stepS) times.push(atS);
  const series = { 'model:prediction_f1_score:judged': f1, 'model:labelled_predictions:judged': rows };
  const lines = Object.entries(series).flatMap(([name, value]) => [
    `# TYPE ${name} gauge`,
    ...times.map((atS) => `${name}{model="${model}"} ${value} ${atS}`),
  ]);
  mkdirSync(data, { recursive: true });
  const file = join(folder, 'history.txt');
  writeFileSync(file, `${lines.join('\n')}\n# EOF\n`);
  await execute('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data]);
}
