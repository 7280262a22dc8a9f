export { advisoryLocks, isOutage } from '@plumbline/postgres';
export { DatabaseAvailability, DatabaseAway } from './database-availability.js';
export { DatabaseClock } from './database-clock.js';
export { DatabaseModule } from './database.module.js';
export { PredictDatabase } from './predict-database.js';
export * as tables from './tables.js';
