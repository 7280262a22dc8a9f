import type { Retrain } from '../api/index.js';
import { count, figure } from '../components/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

/** Why a retraining was asked for: the alert, or the reason of a person. */
export function causeOf({ alertname, conf }: Pick<Retrain, 'alertname' | 'conf'>): string {
  const { reason } = conf;
  return alertname ?? (typeof reason === 'string' ? reason : words.byHand);
}

/** The figures of the alert, such as "F1 0.61, before 0.82, over 400 labels"; undefined without any. */
export function figuresOf({ conf }: Pick<Retrain, 'conf'>): string | undefined {
  const { f1, f1_before, error, error_before, samples } = conf;
  const parts = [
    typeof f1 === 'number' && words.f1(figure(f1)),
    typeof error === 'number' && words.error(figure(error)),
    typeof f1_before === 'number' && words.before(figure(f1_before)),
    typeof error_before === 'number' && words.before(figure(error_before)),
    typeof samples === 'number' && words.samples(count(samples)),
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}
