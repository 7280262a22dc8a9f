export { openDatabase, type Database, type DatabaseOptions } from './database.js';
export { DatabaseUnavailable, MigrationFailed } from './errors.js';
export { databaseHealthy } from './pool.js';
export type { Progress } from './progress.js';
