export {
  AccessTokenInvalid,
  accessErrorStatus,
  type Refusal,
  VerificationKeysUnavailable,
} from './access.errors.js';
export { AccessModule, tokenCheckOf } from './access.module.js';
export type { AccessOptions } from './access-options.js';
export { AccessTokenVerifier } from './access-token-verifier.js';
export { CurrentPrincipal } from './access-request.js';
export { platformRules } from './platform-rules.js';
export type { Principal } from './principal.js';
export { Public, RequireScope, RequireToken } from './route-rule.decorator.js';
export { type GuardedRoute, RouteAccess } from './route-access.js';
export { isScope, PERSONAL_SCOPES, type Scope, SCOPES, splitScope } from './scopes.js';
export type { VerificationKeys } from './verification-keys.js';
