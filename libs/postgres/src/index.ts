export { advisoryLocks } from './advisory-locks.js';
export type { Progress } from './connect.js';
export { Database, type DatabaseOptions, openDatabase } from './database.js';
export { DatabaseUnavailable, MigrationFailed } from './errors.js';
export { isOutage } from './outage.js';
export { boundedConnection, type SessionLimits } from './pool.js';
export { excluded, type Queries, serverTime, SqlClient, SqlPool } from './sql-pool.js';
export { inTransaction } from './transaction.js';
