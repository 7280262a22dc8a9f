export { requestOutcomeSchema } from './retrain.schema.js';
export { type AlertRequest, RetrainService } from './retrain.service.js';
export { RetrainingModule } from './retraining.module.js';
export { RetrainingSettings } from './retraining-settings.js';
export { orRetrainingUnavailable } from './retraining.errors.js';
