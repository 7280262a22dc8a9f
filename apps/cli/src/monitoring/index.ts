export { checkMonitoringCommand } from './check-command.js';
export { writeConfiguration } from './configuration.js';
export { installMonitoring, PARTS, type PartName, partNames } from './parts.js';
export { type Monitoring, startMonitoring } from './start-monitoring.js';
