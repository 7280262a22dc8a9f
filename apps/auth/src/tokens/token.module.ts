import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { KeyModule } from '../keys/key.module.js';
import { AccessTokens } from './access-tokens.js';

/** Access tokens and the OAuth 2.0 endpoints. */
@Module({
  imports: [JwtModule.register({}), KeyModule],
  providers: [AccessTokens],
  exports: [AccessTokens],
})
export class TokenModule {}
