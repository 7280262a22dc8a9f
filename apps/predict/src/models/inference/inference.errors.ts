import { DomainError, type Issue } from '@plumbline/errors';
import { type ModelVersion, versionText } from '../manifest/index.js';

/** The graph failed on a row that its manifest allows. */
export class InferenceFailed extends DomainError {
  readonly code = 'inference_failed';

  constructor(version: ModelVersion, reason: string, options?: ErrorOptions) {
    super(`Model ${versionText(version)} could not answer: ${reason}`, options);
  }
}

/**
 * An output of the graph breaks the manifest, such as a probability of 7. Infinity and NaN have a code of their own: they come
 * from rows that are valid and too extreme for the graph.
 */
export class ModelOutputInvalid extends DomainError {
  readonly code: 'model_output_invalid' | 'model_output_not_finite';
  override extensions: { readonly issues?: readonly Issue[] } = {};

  constructor(version: ModelVersion, output: string, reason: string, isFinite = true) {
    const model = `Model ${versionText(version)}`;
    super(
      isFinite
        ? `${model} gave an invalid answer: output ${output} ${reason}.`
        : `${model} has no answer to this row: output ${output} ${reason}. A value of the row is too extreme for the ` +
            'model; minimum and maximum of the features in its manifest refuse such values.',
    );
    this.code = isFinite ? 'model_output_invalid' : 'model_output_not_finite';
  }

  /** The same error, which names the row of a batch. */
  ofRow(place: number): this {
    this.extensions = { issues: [{ path: ['instances', place], message: this.message }] };
    return this;
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
