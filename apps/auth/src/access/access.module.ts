import { Module } from '@nestjs/common';
import { AccessModule, type AccessOptions, platformRules, type Principal } from '@plumbline/access';
import { ClientModule } from '../clients/index.js';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';
import { KeyModule, SigningKeys } from '../keys/index.js';
import { SessionModule } from '../sessions/index.js';
import { TokenModule } from '../tokens/index.js';
import { UserModule } from '../users/index.js';
import { TokenLiveness } from './token-liveness.js';

/** Tells whether a verified token is revoked. */
@Module({
  imports: [ClientModule, SessionModule, TokenModule, UserModule],
  providers: [TokenLiveness],
  exports: [TokenLiveness],
})
export class LivenessModule {}

/** Access control of the routes of this service: with its own keys, and a revoked token is refused at once. */
export const guarded = AccessModule.forRootAsync({
  imports: [KeyModule, LivenessModule],
  inject: [AUTH_CONFIG, SigningKeys, TokenLiveness, ServiceClock],
  useFactory: (
    { http, metrics, tokens }: AuthConfig,
    keys: SigningKeys,
    liveness: TokenLiveness,
    clock: ServiceClock,
  ): AccessOptions => ({
    issuer: tokens.issuer,
    audience: tokens.audience,
    keys,
    pathRules: platformRules(metrics.requireToken),
    rateLimitPerS: http.rateLimitPerS,
    now: () => clock.now().getTime(),
    isRevoked: (principal: Principal) => liveness.isRevoked(principal),
  }),
});
