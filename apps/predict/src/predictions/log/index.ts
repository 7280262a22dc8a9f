export { PredictionLogModule } from './prediction-log.module.js';
export { PredictionLog } from './prediction-log.js';
export type { PredictionRecord } from './prediction-record.js';
export { type PredictionPartition, PredictionPartitions, startOfDay } from './prediction-partitions.js';
export { smallestUuidAt, timeOfUuidV7, createUuidV7 } from './uuid-v7.js';
