import { DomainError } from '@plumbline/errors';
import type { ModelVersion } from '../../models/manifest/index.js';

/** The settings disable evaluation. Maps to 409. */
export class MonitoringOff extends DomainError {
  readonly code = 'monitoring_off';

  /** @param state why, as a sentence. */
  constructor(state: string) {
    super(`Evaluation is off: ${state}`);
  }
}

/** The first evaluation of the version is not finished. Maps to 404. */
export class NotEvaluated extends DomainError {
  readonly code = 'not_evaluated';

  constructor({ model, version }: ModelVersion, intervalMs: number) {
    super(
      `Model "${model}" version ${version} has not been evaluated yet. Evaluations run every ${intervalMs} ms.`,
    );
  }
}
