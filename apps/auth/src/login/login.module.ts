import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { PasswordModule } from '../passwords/index.js';
import { SessionModule } from '../sessions/index.js';
import { ThrottleModule } from '../throttle/index.js';
import { TokenModule } from '../tokens/index.js';
import { UserModule } from '../users/index.js';
import { CredentialCheck } from './credential-check.js';
import { LoginController } from './login.controller.js';
import { LoginService } from './login.service.js';

/** Sign-in of users. */
@Module({
  imports: [AuditModule, PasswordModule, SessionModule, ThrottleModule, TokenModule, UserModule],
  controllers: [LoginController],
  providers: [CredentialCheck, LoginService],
  exports: [CredentialCheck],
})
export class LoginModule {}
