export { PredictionsModule } from './predictions.module.js';
export { describeRequests } from './request-documents.js';
