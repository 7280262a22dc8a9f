export { RetrainingModule } from './retraining.module.js';
