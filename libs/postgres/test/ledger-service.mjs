/**
 * A service in miniature: opens the database below the folder given as argument and then does what its parent says,
 * one IPC message at a time, answering each.
 */
import { openDatabase } from '../dist/index.js';

const [dataDir, migrationsFolder] = process.argv.slice(2);
const progress = [];

try {
  const database = await openDatabase({
    dataDir,
    schema: 'ledger',
    migrationsFolder,
    poolSize: 2,
    onProgress: (message) => progress.push(message),
  });
  process.on('message', async (statement) => {
    if (statement === 'close') {
      await database.close();
      process.send({ closed: true });
      process.disconnect();
      return;
    }
    await database.pool.query(statement).then(
      ({ rows }) => process.send({ rows }),
      (error) => process.send({ failure: error.message }),
    );
  });
  process.send({ url: database.url, progress });
} catch (error) {
  process.send({ failure: error.message });
  process.disconnect();
}
