import { Module } from '@nestjs/common';
import { ClientModule } from '../clients/client.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { TokenModule } from '../tokens/token.module.js';
import { TokenLiveness } from './token-liveness.js';

/** Whether a verified token is still wanted. */
@Module({
  imports: [ClientModule, SessionModule, TokenModule],
  providers: [TokenLiveness],
  exports: [TokenLiveness],
})
export class LivenessModule {}
