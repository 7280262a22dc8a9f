import { Inject, Module } from '@nestjs/common';
import { addSeconds } from '../clock.js';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { Housekeeping } from '../housekeeping/housekeeping.js';
import { HousekeepingModule } from '../housekeeping/housekeeping.module.js';
import { AuditRepository } from './audit.repository.js';

const DAY_S = 86_400;

/** The trail of what happened. */
@Module({ imports: [HousekeepingModule], providers: [AuditRepository], exports: [AuditRepository] })
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
