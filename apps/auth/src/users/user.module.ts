import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { PasswordModule } from '../passwords/index.js';
import { FirstAdmin } from './first-admin.js';
import { UserController } from './user.controller.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

/** Users. */
@Module({
  imports: [AuditModule, PasswordModule],
  controllers: [UserController],
  providers: [UserRepository, UserService, FirstAdmin],
  exports: [UserRepository],
})
export class UserModule {}
