import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
import { RefreshRotation } from './refresh-rotation.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionRepository } from './session.repository.js';
import { Sessions } from './sessions.js';

/** Sessions of users and their refresh tokens. */
@Module({
  imports: [AuditModule, HousekeepingModule],
  providers: [SessionRepository, RefreshTokenRepository, Sessions, RefreshRotation],
  exports: [SessionRepository, RefreshTokenRepository, Sessions, RefreshRotation],
})
export class SessionModule {
  constructor(housekeeping: Housekeeping, sessions: SessionRepository, tokens: RefreshTokenRepository) {
    housekeeping.add('sessions', (queries, now) => sessions.deletePast(queries, now));
    housekeeping.add('refresh tokens', (queries, now) => tokens.deleteExpired(queries, now));
  }
}
