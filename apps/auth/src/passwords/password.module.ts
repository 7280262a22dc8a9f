import { Module } from '@nestjs/common';
import { PasswordHasher } from './password-hasher.js';

/** Hashing and the rules for passwords. */
@Module({ providers: [PasswordHasher], exports: [PasswordHasher] })
export class PasswordModule {}
