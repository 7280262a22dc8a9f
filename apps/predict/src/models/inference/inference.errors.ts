import { DomainError } from '@plumbline/errors';

interface Version {
  readonly name: string;
  readonly version: number;
}

/** The graph failed on a row that its manifest allows. */
export class InferenceFailed extends DomainError {
  readonly code = 'inference_failed';

  constructor({ name, version }: Version, reason: string, options?: ErrorOptions) {
    super(`Model ${name} version ${version} could not answer: ${reason}`, options);
  }
}

/** The graph answered something other than its manifest promises, such as a probability of 7. */
export class ModelOutputInvalid extends DomainError {
  readonly code = 'model_output_invalid';

  constructor({ name, version }: Version, output: string, reason: string) {
    super(`Model ${name} version ${version} gave an invalid answer: output ${output} ${reason}.`);
  }
}
