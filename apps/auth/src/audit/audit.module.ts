import { Module } from '@nestjs/common';
import { AuditRepository } from './audit.repository.js';

/** The trail of what happened. */
@Module({ providers: [AuditRepository], exports: [AuditRepository] })
export class AuditModule {}
