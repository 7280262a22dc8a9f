import { Inject, Module } from '@nestjs/common';
import { addSeconds } from '@plumbline/tasks';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { FailureLog } from './failure-log.js';

const DAY_S = 86_400;

/** The audit trail. */
@Module({
  imports: [HousekeepingModule],
  controllers: [AuditController],
  providers: [AuditRepository, FailureLog],
  exports: [AuditRepository, FailureLog],
})
export class AuditModule {
  constructor(
    housekeeping: Housekeeping,
    trail: AuditRepository,
    @Inject(AUTH_CONFIG) { audit }: AuthConfig,
  ) {
    const oldest = (now: Date) => addSeconds(now, -audit.retentionDays * DAY_S);
    housekeeping.add('audit rows', (queries, now) => trail.deleteBefore(queries, oldest(now)));
  }
}
