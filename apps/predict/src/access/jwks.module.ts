import { join } from 'node:path';
import { Logger, Module } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { Clock } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../config/index.js';
import { fetchJwkSet } from './jwk-set.js';
import { JwkSetFile } from './jwk-set-file.js';
import { JwksClient } from './jwks-client.js';
import { JwksUpkeep } from './jwks-upkeep.js';

/** The public keys of the configured auth service, stored in the data folder. */
@Module({
  providers: [{ provide: JwksClient, inject: [PREDICT_CONFIG, Clock], useFactory: createClient }, JwksUpkeep],
  exports: [JwksClient],
})
export class JwksModule {}

function createClient({ auth, database }: PredictConfig, clock: Clock): JwksClient {
  const file = new JwkSetFile(join(database.dataDir, 'predict', 'jwks.json'));
  const logger = new Logger('Public keys');
  const reportUnsaved = (error: unknown) =>
    logger.warn({ message: 'Cannot store public keys for the next start', error: reasonOf(error) });
  return new JwksClient({
    fetch: () => fetchJwkSet(`${auth.url}/.well-known/jwks.json`),
    load: () => file.load(),
    save: (stored) => file.save(stored).catch(reportUnsaved),
    clock,
  });
}
