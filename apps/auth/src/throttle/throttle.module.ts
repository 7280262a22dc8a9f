import { Module } from '@nestjs/common';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
import { AttemptRepository } from './attempt.repository.js';
import { ClientThrottle } from './client-throttle.js';
import { KnownDevices } from './known-devices.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Limits on failed sign-ins and client authentications. */
@Module({
  imports: [HousekeepingModule],
  providers: [AttemptRepository, ClientThrottle, KnownDevices, SignInThrottle],
  exports: [ClientThrottle, KnownDevices, SignInThrottle],
})
export class ThrottleModule {
  constructor(housekeeping: Housekeeping, attempts: AttemptRepository) {
    housekeeping.add('failed sign-ins', (queries, now) => attempts.deleteForgotten(queries, now));
  }
}
