import { join } from 'node:path';
import { readConfig } from '../../../config/index.js';
import { PredictDatabase } from '../../../database/index.js';
import { PredictionRepository } from '../prediction.repository.js';
import { inspectKept, replayKept } from './kept-files.js';

const config = readConfig();
const folder = join(config.database.dataDir, 'spool');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (process.argv.includes('--replay')) {
  const database = await PredictDatabase.open(config, print);
  const remove = process.argv.includes('--remove');
  try {
    const repository = new PredictionRepository(database.pool, config.log.retentionDays);
    await replayKept(folder, repository, print, remove);
  } finally {
    await database.onApplicationShutdown();
  }
} else {
  await inspectKept(folder, print);
}
