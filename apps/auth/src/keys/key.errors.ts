import { ConfigError } from '@plumbline/config';
import { DomainError } from '@plumbline/errors';

/** Stored signing keys cannot be read with the configured encryption key; the service must not start. */
export class SigningKeyUnreadable extends ConfigError {
  constructor(kid: string, configured: boolean) {
    super([
      configured
        ? `AUTH_KEY_ENCRYPTION_KEY: the stored signing key ${kid} was encrypted with another key`
        : `AUTH_KEY_ENCRYPTION_KEY: is not set, but the stored signing key ${kid} is encrypted`,
    ]);
  }
}

/** No signing key has this id. */
export class SigningKeyNotFound extends DomainError {
  readonly code = 'signing_key_not_found';
  constructor(kid: string) {
    super(`There is no signing key "${kid}".`);
  }
}
