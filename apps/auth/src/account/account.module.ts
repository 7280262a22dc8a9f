import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { LoginModule } from '../login/login.module.js';
import { PasswordModule } from '../passwords/password.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { UserModule } from '../users/user.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { LogoutService } from './logout.service.js';
import { PasswordChangeController } from './password-change.controller.js';
import { PasswordChangeService } from './password-change.service.js';
import { PasswordReplacement } from './password-replacement.js';
import { SessionTerminationController } from './session-termination.controller.js';
import { SessionTerminationService } from './session-termination.service.js';

/** What people do with their own account. */
@Module({
  imports: [AuditModule, LoginModule, PasswordModule, SessionModule, UserModule],
  controllers: [AccountController, PasswordChangeController, SessionTerminationController],
  providers: [
    AccountService,
    LogoutService,
    PasswordChangeService,
    PasswordReplacement,
    SessionTerminationService,
  ],
})
export class AccountModule {}
