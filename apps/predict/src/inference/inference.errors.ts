import { DomainError } from '@plumbline/errors';

/** The graph failed on a row that its manifest allows, or answered what the manifest does not. */
export class InferenceFailed extends DomainError {
  readonly code = 'inference_failed';

  constructor({ name, version }: { name: string; version: number }, reason: string, options?: ErrorOptions) {
    super(`Model ${name} version ${version} could not answer: ${reason}`, options);
  }
}
