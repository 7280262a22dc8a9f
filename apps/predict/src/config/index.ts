export { ConfigModule, PREDICT_CONFIG } from './config.module.js';
export { type PredictConfig, readConfig } from './config.js';
