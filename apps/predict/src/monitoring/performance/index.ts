export { QualityMonitor } from './quality-monitor.js';
export { QualityModule } from './quality.module.js';
export { type VersionTask, VersionTasks } from './version-tasks.js';
