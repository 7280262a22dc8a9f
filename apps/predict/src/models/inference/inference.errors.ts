import { DomainError } from '@plumbline/errors';
import { type ModelVersion, versionText } from '../manifest/index.js';

/** The graph failed on a row that its manifest allows. */
export class InferenceFailed extends DomainError {
  readonly code = 'inference_failed';

  constructor(version: ModelVersion, reason: string, options?: ErrorOptions) {
    super(`Model ${versionText(version)} could not answer: ${reason}`, options);
  }
}

/** An output of the graph breaks the manifest, such as a probability of 7. */
export class ModelOutputInvalid extends DomainError {
  readonly code = 'model_output_invalid';

  constructor(version: ModelVersion, output: string, reason: string) {
    super(`Model ${versionText(version)} gave an invalid answer: output ${output} ${reason}.`);
  }
}

/** The graph did not answer in time. Its process is ended and started again. */
export class ModelDeadlineMissed extends DomainError {
  readonly code = 'model_deadline_missed';

  constructor(version: ModelVersion, deadlineMs: number) {
    super(`Model ${versionText(version)} did not answer within ${deadlineMs} ms.`);
  }
}

/** The process of the model ended and is started again. */
export class ModelRestarting extends DomainError {
  readonly code = 'model_restarting';

  constructor(
    version: ModelVersion,
    reason: string,
    override readonly retryAfterS: number,
  ) {
    super(`The process of model ${versionText(version)} ended (${reason}) and is being restarted.`);
  }
}
