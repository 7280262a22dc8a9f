import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { PasswordModule } from '../passwords/password.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { TokenModule } from '../tokens/token.module.js';
import { UserModule } from '../users/user.module.js';
import { CredentialCheck } from './credential-check.js';
import { LoginController } from './login.controller.js';
import { LoginService } from './login.service.js';

/** Sign-in of people. */
@Module({
  imports: [AuditModule, PasswordModule, SessionModule, ThrottleModule, TokenModule, UserModule],
  controllers: [LoginController],
  providers: [CredentialCheck, LoginService],
  exports: [CredentialCheck],
})
export class LoginModule {}
