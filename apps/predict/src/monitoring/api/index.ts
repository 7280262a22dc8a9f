export { snakeCased } from './answers.js';
export { MonitoringModule } from './monitoring.module.js';
export {
  driftAnswerSchema,
  qualityAnswerSchema,
  verdictSchema,
  type VersionQuery,
  versionQuerySchema,
} from './monitoring.schema.js';
