import { Module } from '@nestjs/common';
import { Housekeeping } from './housekeeping.js';

/** Deletes expired rows. */
@Module({ providers: [Housekeeping], exports: [Housekeeping] })
export class HousekeepingModule {}
