import { type DynamicModule, Module } from '@nestjs/common';
import { getToken, InjectMetric as InjectByName, PrometheusModule } from '@willsoto/nestjs-prometheus';
import type { MetricName, Service } from './catalogue/index.js';
import { collectProcessMetrics, createMetrics, metricNames, MetricSet } from './metric-set.js';
import { MetricsText } from './metrics-text.js';
import { MetricsController } from './metrics.controller.js';

/** How long the text of `/metrics` is answered again, in ms. */
const MAX_AGE_MS = 1_000;

/** The settings of `/metrics`. */
export interface MetricsOptions {
  /** How long its text is answered again, in ms; a second by default. */
  readonly maxAgeMs?: number;
}

/**
 * Registers a service's part of the catalogue in a fresh registry, makes each metric injectable with
 * `@InjectMetric(name)` and serves `/metrics`.
 */
@Module({})
export class MetricsModule {
  static forService(service: Service, { maxAgeMs = MAX_AGE_MS }: MetricsOptions = {}): DynamicModule {
    const metrics = createMetrics(service);
    collectProcessMetrics(metrics.registry);
    const providers = [
      { provide: MetricSet, useValue: metrics },
      { provide: MetricsText, useValue: new MetricsText(metrics.registry, maxAgeMs) },
      ...metricNames(service).map((name) => ({ provide: getToken(name), useValue: metrics.get(name) })),
    ];
    return {
      module: MetricsModule,
      global: true,
      imports: [
        PrometheusModule.register({ controller: MetricsController, defaultMetrics: { enabled: false } }),
      ],
      providers,
      exports: providers,
    };
  }
}

/** Injects a catalogued metric into a constructor: `@InjectMetric('predictions_total') total: Metric<'predictions_total'>`. */
export function InjectMetric(name: MetricName): ParameterDecorator & PropertyDecorator {
  return InjectByName(name);
}
