import { Module } from '@nestjs/common';
import { Housekeeping } from './housekeeping.js';

/** Deletion of what is past. */
@Module({ providers: [Housekeeping], exports: [Housekeeping] })
export class HousekeepingModule {}
