import { join } from 'node:path';
import { Logger, Module } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../config/index.js';
import { fetchJwkSet } from './fetch-jwk-set.js';
import { JwksClient } from './jwks-client.js';
import { JwksUpkeep } from './jwks-upkeep.js';
import { JwkSetFile } from './stored-jwk-set.js';

/** The public keys of the auth service that the settings name, kept below the data folder. */
@Module({
  providers: [{ provide: JwksClient, inject: [PREDICT_CONFIG], useFactory: createClient }, JwksUpkeep],
  exports: [JwksClient],
})
export class JwksModule {}

function createClient({ auth, database }: PredictConfig): JwksClient {
  const file = new JwkSetFile(join(database.dataDir, 'predict', 'jwks.json'));
  const logger = new Logger('Public keys');
  const complain = (error: unknown) =>
    logger.warn({ message: 'Public keys cannot be kept for the next start', reason: String(error) });
  return new JwksClient({
    fetch: () => fetchJwkSet(`${auth.url}/.well-known/jwks.json`),
    load: () => file.load(),
    save: (stored) => file.save(stored).catch(complain),
    now: Date.now,
  });
}
