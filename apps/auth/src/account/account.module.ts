import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { LoginModule } from '../login/index.js';
import { PasswordModule } from '../passwords/index.js';
import { SessionModule } from '../sessions/index.js';
import { UserModule } from '../users/index.js';
import { AccountChanges } from './account-changes.js';
import {
  AccountController,
  PasswordChangeController,
  SessionTerminationController,
  UserChangeController,
} from './account.controller.js';
import { AccountService } from './account.service.js';
import { PasswordChangeService } from './password-change.service.js';

/** What users do with their own account, and admins with sessions and passwords of others. */
@Module({
  imports: [AuditModule, LoginModule, PasswordModule, SessionModule, UserModule],
  controllers: [
    AccountController,
    PasswordChangeController,
    SessionTerminationController,
    UserChangeController,
  ],
  providers: [AccountService, PasswordChangeService, AccountChanges],
})
export class AccountModule {}
