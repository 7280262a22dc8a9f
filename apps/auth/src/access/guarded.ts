import { AccessModule, type AccessOptions, type Principal } from '@plumbline/access';
import { Clock } from '../clock.js';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { KeyModule } from '../keys/key.module.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { LivenessModule } from './liveness.module.js';
import { TokenLiveness } from './token-liveness.js';

const PUBLIC_PATHS = ['/health', '/health/live', '/health/ready', '/metrics'];

/** Access control of this service's own routes: its own keys, and an ended session ends its tokens at once. */
export const guarded = AccessModule.forRootAsync({
  imports: [KeyModule, LivenessModule],
  inject: [AUTH_CONFIG, SigningKeys, TokenLiveness, Clock],
  useFactory: (
    { tokens }: AuthConfig,
    keys: SigningKeys,
    liveness: TokenLiveness,
    clock: Clock,
  ): AccessOptions => ({
    issuer: tokens.issuer,
    audience: tokens.audience,
    keys,
    publicPaths: PUBLIC_PATHS,
    now: () => clock.now().getTime(),
    isRevoked: (principal: Principal) => liveness.isRevoked(principal),
  }),
});
