export { Database, type DatabaseOptions, openDatabase, type Queries } from './database.js';
export { DatabaseUnavailable, MigrationFailed } from './errors.js';
export { LOCKS } from './locks.js';
export { isOutage } from './outage.js';
export { boundedConnection, type SessionLimits } from './pool.js';
export { inTransaction } from './transaction.js';
export type { Progress } from './connect.js';
