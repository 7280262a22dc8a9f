import { Module } from '@nestjs/common';
import { AttemptRepository } from './attempt.repository.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Limits on failed sign-ins. */
@Module({ providers: [AttemptRepository, SignInThrottle], exports: [AttemptRepository, SignInThrottle] })
export class ThrottleModule {}
