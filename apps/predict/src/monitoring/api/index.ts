export { snakeCased } from './answers.js';
export { MonitoringModule } from './monitoring.module.js';
export {
  driftAnswerSchema,
  qualityAnswerSchema,
  type VersionQuery,
  versionQuerySchema,
} from './monitoring.schema.js';
