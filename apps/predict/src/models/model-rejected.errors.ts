import { DomainError } from '@plumbline/errors';

/** A version folder breaks the rules of the model repository; the message lists what it breaks. */
export class ModelRejected extends DomainError {
  readonly code = 'model_rejected';

  constructor(reasons: readonly string[], options?: ErrorOptions) {
    super(reasons.join('; '), options);
  }
}
