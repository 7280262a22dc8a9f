import { InjectMetric as InjectByName } from '@willsoto/nestjs-prometheus';
import type { MetricName } from './catalogue.js';

/** Injects a catalogued metric into a constructor: `@InjectMetric('predictions_total') total: Metric<'predictions_total'>`. */
export function InjectMetric(name: MetricName): ParameterDecorator & PropertyDecorator {
  return InjectByName(name);
}
