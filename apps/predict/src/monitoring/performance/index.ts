export { QualityMonitor } from './quality-monitor.js';
export { QualityModule } from './quality.module.js';
export type { VersionTask } from './version-task.js';
export { VersionTasks } from './version-tasks.js';
