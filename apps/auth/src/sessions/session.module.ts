import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { RefreshRotation } from './refresh-rotation.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionRepository } from './session.repository.js';
import { Sessions } from './sessions.js';

/** The sessions of people and their refresh tokens. */
@Module({
  imports: [AuditModule],
  providers: [SessionRepository, RefreshTokenRepository, Sessions, RefreshRotation],
  exports: [SessionRepository, RefreshTokenRepository, Sessions, RefreshRotation],
})
export class SessionModule {}
