export { PredictionLogModule } from './prediction-log.module.js';
export { PredictionLog } from './prediction-log.js';
export type { PredictionRecord } from './prediction-record.js';
