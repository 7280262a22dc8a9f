import { DomainError } from './domain-error.js';

/** JSON has more depth or more keys than is accepted. */
export class JsonTooComplex extends DomainError {
  readonly code = 'json_too_complex';
  constructor(readonly excess: string) {
    super(`The body has ${excess}.`);
  }
}
