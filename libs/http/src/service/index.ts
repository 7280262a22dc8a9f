export { HealthChecks } from './health-checks.js';
export { HealthModule } from './health.module.js';
export { identifyRequests, requestFields } from './request-ids.js';
export { type Address, runService, type Service, type ServiceMessage, tellParent } from './run-service.js';
export { ServiceLogger } from './service-logger.js';
export { GracefulShutdown, type ShutdownOptions } from './shutdown.js';
