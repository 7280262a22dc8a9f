export { bodyBytesInMemory } from './body-budget.js';
export { HealthChecks } from './health-checks.js';
export { HealthModule } from './health.module.js';
export { createHttpApp, type HttpApp, type HttpAppOptions } from './http-app.js';
export { BodyTooLarge, httpErrorStatus } from './http.errors.js';
export { openApiDocument } from './open-api.js';
export { type ErrorTable, type Problem, problemOf } from './problem.js';
export { type Address, runService, type ServiceMessage, tellParent } from './run-service.js';
export { ReplaceUnstorableText } from './unstorable-text.js';
