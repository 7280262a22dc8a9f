export { DatabaseAvailability, DatabaseAway } from './database-availability.js';
export { DatabaseModule } from './database.module.js';
export { isOutage } from './outage.js';
export { PredictDatabase } from './predict-database.js';
export { inTransaction } from './transaction.js';
