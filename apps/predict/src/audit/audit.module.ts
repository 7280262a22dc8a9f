import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/index.js';
import { AuditTrail } from './audit-trail.js';
import { AuditController } from './audit.controller.js';

/** Records who changed what, and lists it for admins. */
@Module({
  imports: [DatabaseModule],
  controllers: [AuditController],
  providers: [AuditTrail],
  exports: [AuditTrail],
})
export class AuditModule {}
