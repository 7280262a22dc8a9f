import { Module } from '@nestjs/common';
import { PasswordHasher } from './password-hasher.js';

/** Password hashing. */
@Module({ providers: [PasswordHasher], exports: [PasswordHasher] })
export class PasswordModule {}
