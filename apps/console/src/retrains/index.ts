export { RetrainPage } from './retrain-page.js';
export { RetrainsPage } from './retrains-page.js';
