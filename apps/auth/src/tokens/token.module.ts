import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Housekeeping } from '../housekeeping/housekeeping.js';
import { HousekeepingModule } from '../housekeeping/housekeeping.module.js';
import { KeyModule } from '../keys/key.module.js';
import { AccessTokens } from './access-tokens.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

/** Issuing and revoking access tokens. */
@Module({
  imports: [HousekeepingModule, JwtModule.register({}), KeyModule],
  providers: [AccessTokens, RevokedTokenRepository],
  exports: [AccessTokens, RevokedTokenRepository],
})
export class TokenModule {
  constructor(housekeeping: Housekeeping, revoked: RevokedTokenRepository) {
    housekeeping.add('revoked tokens', (queries, now) => revoked.deleteExpired(queries, now));
  }
}
