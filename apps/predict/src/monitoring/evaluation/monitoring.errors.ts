import { DomainError } from '@plumbline/errors';

/** Nothing is evaluated by the service's settings. Maps to 409. */
export class MonitoringOff extends DomainError {
  readonly code = 'monitoring_off';
}

/** The first evaluation of the version is still to come. Maps to 404. */
export class NotEvaluated extends DomainError {
  readonly code = 'not_evaluated';

  constructor(model: string, version: number, intervalMs: number) {
    super(
      `Model "${model}" version ${version} has not been evaluated yet; evaluations are made every ${intervalMs} ms.`,
    );
  }
}
