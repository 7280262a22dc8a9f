export type { FeedbackHead, LabelledPrediction } from './feedback-window.js';
export { FeedbackWindowModule } from './feedback-window.module.js';
export { QualityMonitor } from './quality-monitor.js';
