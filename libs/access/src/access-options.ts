import type { RouteRule } from './route-rule.decorator.js';
import type { Principal } from './principal.js';
import type { VerificationKeys } from './verification-keys.js';

/** Injection token of `AccessOptions`. */
export const ACCESS_OPTIONS = Symbol('AccessOptions');

/** The settings of the access module. */
export interface AccessOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: VerificationKeys;
  /** The rules of other libraries' routes, which declare none, by path; such as `/metrics`. */
  readonly pathRules?: Readonly<Record<string, RouteRule>>;
  /** How far two machines' clocks may differ, in seconds; 5 by default. */
  readonly clockToleranceS?: number;
  /** Maximum number of verified tokens in the cache; 10,000 by default. */
  readonly cacheSize?: number;
  /** How many requests a second one person or machine client may send; unlimited by default. */
  readonly rateLimitPerS?: number | undefined;
  /** The time in ms since the epoch; the system's by default. */
  readonly now?: () => number;
  /** Called for every verified token, by a service that knows sessions; true refuses the token. */
  readonly isRevoked?: (principal: Principal) => Promise<boolean>;
}
