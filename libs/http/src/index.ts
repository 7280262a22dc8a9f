export { eventPage, eventPageQuery, eventPageSchema, nextPage, pageStart } from './event-pages.js';
export { forwardedPrefix } from './forwarded-prefix.js';
export { createHttpApp, type HttpApp, type HttpAppOptions } from './http-app.js';
export { openApiDocument } from './open-api.js';
export {
  BodyTooLarge,
  type ErrorTable,
  httpErrorStatus,
  type Problem,
  problemOf,
  RouteNotFound,
} from './problems/index.js';
export { bodyBytesInMemory, type Lane, networkOf, ReplaceUnstorableText } from './requests/index.js';
export {
  type Address,
  HealthChecks,
  HealthModule,
  runService,
  type ServiceMessage,
  tellParent,
} from './service/index.js';
