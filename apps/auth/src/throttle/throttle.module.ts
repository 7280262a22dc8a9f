import { Module } from '@nestjs/common';
import { Housekeeping } from '../housekeeping/housekeeping.js';
import { HousekeepingModule } from '../housekeeping/housekeeping.module.js';
import { AttemptRepository } from './attempt.repository.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Limits on failed sign-ins. */
@Module({
  imports: [HousekeepingModule],
  providers: [AttemptRepository, SignInThrottle],
  exports: [SignInThrottle],
})
export class ThrottleModule {
  constructor(housekeeping: Housekeeping, attempts: AttemptRepository) {
    housekeeping.add('counts of failed sign-ins', (queries, now) => attempts.deleteForgotten(queries, now));
  }
}
