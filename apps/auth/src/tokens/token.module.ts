import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
import { KeyModule } from '../keys/index.js';
import { AccessTokens } from './access-tokens.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

/** Issues and revokes access tokens. */
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
