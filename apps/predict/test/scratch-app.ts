import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';

/** predict with a database and an empty model repository of its own. */
export interface ScratchApp {
  readonly database: TestDatabase;
  readonly repository: ScratchRepository;
  readonly app: RunningApp;
  close(): Promise<void>;
}

/** @param settings environment variables beside those of the database and the repository */
export async function startScratchApp(settings: Readonly<Record<string, string>> = {}): Promise<ScratchApp> {
  const database = await testDatabase();
  const repository = new ScratchRepository();
  const app = await startApp({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'rent',
    DATABASE_URL: database.url,
    ...settings,
  });
  return {
    ...{ database, repository, app },
    async close() {
      await app.close();
      await database.close();
      repository.delete();
    },
  };
}
