import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ValidationFailed } from '@plumbline/errors';
import { PREDICT_CONFIG, type PredictConfig } from '../config/index.js';

/** Refuses a batch with too many items before its items are validated, which would take seconds. */
@Injectable()
export class BatchSizeGuard implements CanActivate {
  constructor(@Inject(PREDICT_CONFIG) private readonly config: Pick<PredictConfig, 'maxBatchRows'>) {}

  /** @throws {ValidationFailed} */
  canActivate(context: ExecutionContext): true {
    const { body } = context.switchToHttp().getRequest<{ readonly body: unknown }>();
    const { maxBatchRows } = this.config;
    if (itemsIn(body) <= maxBatchRows) return true;
    throw new ValidationFailed([{ path: ['feedback'], message: `must have at most ${maxBatchRows} items` }]);
  }
}

function itemsIn(body: unknown): number {
  if (typeof body !== 'object' || body === null || !('feedback' in body)) return 0;
  return Array.isArray(body.feedback) ? body.feedback.length : 0;
}
