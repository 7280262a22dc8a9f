import { Module } from '@nestjs/common';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
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
    housekeeping.add('failed sign-ins', (queries, now) => attempts.deleteForgotten(queries, now));
  }
}
