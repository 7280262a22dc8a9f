import { DomainError } from '@plumbline/errors';

/** Files break the rules of a version; the message lists what they break. Maps to 400 when they were sent to be published. */
export class ModelRejected extends DomainError {
  readonly code = 'model_rejected';

  override readonly extensions: { readonly reasons: readonly string[] };

  constructor(
    readonly reasons: readonly string[],
    options?: ErrorOptions,
  ) {
    super(reasons.join('; '), options);
    this.extensions = { reasons };
  }
}
