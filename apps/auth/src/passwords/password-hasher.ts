import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { HashingOverloaded } from './password.errors.js';
import { WorkQueue } from './work-queue.js';

/** The OWASP password storage cheat sheet's minimum for argon2id; the package's default algorithm is argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options;

/** Hashes and checks passwords with argon2id, a bounded number at once so that sign-ins cannot starve the rest. */
@Injectable()
export class PasswordHasher {
  private readonly queue: WorkQueue;
  private readonly dummy: Promise<string>;

  constructor(@Inject(AUTH_CONFIG) { hashing }: AuthConfig) {
    this.queue = new WorkQueue(hashing.concurrency, hashing.queue);
    this.dummy = hash(randomBytes(16), PARAMETERS);
  }

  /** The encoded hash with a fresh salt. @throws {HashingOverloaded} */
  hash(password: string): Promise<string> {
    return this.queued(() => hash(password, PARAMETERS));
  }

  /**
   * Whether the password belongs to the hash. Without a hash (there is no such account) it costs the same and is
   * false. @throws {HashingOverloaded}
   */
  async matches(encoded: string | undefined, password: string): Promise<boolean> {
    const against = encoded ?? (await this.dummy);
    const same = await this.queued(() => verify(against, password));
    return same && encoded !== undefined;
  }

  private queued<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.queue.isFull) return Promise.reject(new HashingOverloaded());
    return this.queue.run(job);
  }
}
