export {
  AccessRefused,
  AccessTokenInvalid,
  AccessTokenMissing,
  accessErrorStatus,
  InsufficientScope,
  type Refusal,
  VerificationKeysUnavailable,
} from './access.errors.js';
export { AccessModule } from './access.module.js';
export type { AccessOptions } from './access-options.js';
export { AccessTokenVerifier } from './access-token-verifier.js';
export { CurrentPrincipal } from './current-principal.decorator.js';
export type { Principal } from './principal.js';
export { Public } from './public.decorator.js';
export { RequireScope } from './require-scope.decorator.js';
export { RequireToken } from './require-token.decorator.js';
export { type GuardedRoute, RouteAccess } from './route-access.js';
export { isScope, type Scope, SCOPES, splitScope } from './scopes.js';
export type { VerificationKeys } from './verification-keys.js';
