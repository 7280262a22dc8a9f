import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { scrape, sumOf } from '../gauges.js';
import type { Stored } from '../stored.js';
import type { Kind } from './kind.js';

export const restoreDatabase: Kind = {
  name: 'restore-postgresql',
  title: 'PostgreSQL: restored from a backup that lacks the last commits',
  allows: [],
  async inflict({ system, acknowledged }) {
    const { database, stored, ledger, predict } = system;
    const backup = join(system.folder, `backup-${predict.life}`);
    await acknowledged(200);
    await database.backUp(backup);
    await acknowledged(300);
    // Nothing is committed between the last look at the database and its end.
    predict.process.signal('SIGSTOP');
    await eventually(async () => (await stored.busy()) === 0, 'the end of all transactions');
    const before = await contentOf(stored);
    await database.restore(backup);
    const after = await contentOf(stored);
    predict.process.signal('SIGCONT');
    const lost = [...before].filter(([key, text]) => after.get(key) !== text).map(([key]) => key.slice(1));
    ledger.excuse(lost);
    await acknowledged(100);
    await eventually(async () => {
      const figures = await scrape(predict.process.url);
      return sumOf(figures, 'feedback_changes_lost_total') > 0;
    }, 'the report of lost labels');
  },
};

/** Every prediction and label as text, by `p` or `l` and the id. */
async function contentOf(stored: Stored): Promise<Map<string, string>> {
  const predictions = await stored.predictions();
  const labels = await stored.labels();
  return new Map([
    ...predictions.map((row) => [`p${row.id}`, row.prediction] as const),
    ...labels.map((row) => [`l${row.id}`, row.actual] as const),
  ]);
}
