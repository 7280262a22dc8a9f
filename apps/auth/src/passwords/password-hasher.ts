import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { TaskQueue } from '@plumbline/tasks';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { HashingOverloaded } from './password.errors.js';

/** The OWASP password storage cheat sheet's minimum for argon2id; the package's default algorithm is argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options;

/** The same text whichever way a keyboard composes its characters (NIST SP 800-63B, 3.1.1.2). */
function normalized(password: string): string {
  return password.normalize('NFKC');
}

/** Hashes and checks passwords with argon2id. Few at once, so that sign-ins do not slow down everything else. */
@Injectable()
export class PasswordHasher {
  private readonly queue: TaskQueue;
  private readonly dummy: Promise<string>;

  constructor(@Inject(AUTH_CONFIG) { hashing }: AuthConfig) {
    this.queue = new TaskQueue(hashing.concurrency, hashing.queue);
    this.dummy = hash(randomBytes(16), PARAMETERS);
  }

  /** The encoded hash with a new salt. @throws {HashingOverloaded} */
  hash(password: string): Promise<string> {
    return this.queued(() => hash(normalized(password), PARAMETERS));
  }

  /**
   * Whether the password matches the hash. Without a hash (no such account) it takes as long and is false.
   * @throws {HashingOverloaded}
   */
  async matches(encoded: string | undefined, password: string): Promise<boolean> {
    const against = encoded ?? (await this.dummy);
    const same = await this.queued(async () => {
      const text = normalized(password);
      // Hashes from before passwords were normalized are of the text as typed.
      return (await verify(against, text)) || (text !== password && (await verify(against, password)));
    });
    return same && encoded !== undefined;
  }

  private queued<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.queue.isFull) return Promise.reject(new HashingOverloaded());
    return this.queue.run(job);
  }
}
