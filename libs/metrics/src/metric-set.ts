import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { catalogue, type MetricName } from './catalogue.js';
import type { MetricDefinition, Service } from './metric-definition.js';

type LabelsOf<Name extends MetricName> = (typeof catalogue)[Name]['labels'][number];
type TypeOf<Name extends MetricName> = (typeof catalogue)[Name]['type'];

/** The prom-client object of a catalogued metric, with its label names checked by the compiler. */
export type Metric<Name extends MetricName> = {
  counter: Counter<LabelsOf<Name>>;
  gauge: Gauge<LabelsOf<Name>>;
  histogram: Histogram<LabelsOf<Name>>;
}[TypeOf<Name>];

type Update = () => void;

/** The metrics of one service in a registry of their own. */
export class MetricSet {
  private readonly metrics = new Map<string, Counter | Gauge | Histogram>();
  private readonly updates = new Map<string, Update[]>();

  constructor(
    readonly service: Service,
    readonly registry: Registry,
  ) {
    for (const name of metricNames(service)) {
      const updates: Update[] = [];
      this.updates.set(name, updates);
      this.metrics.set(
        name,
        register(name, registry, () => updates.forEach((update) => update())),
      );
    }
  }

  /**
   * Calls `update` each time the metric is about to be read: what is counted often, in plain numbers, is handed to the
   * metric only then.
   * @throws Error when the service does not expose the metric.
   */
  beforeRead(name: MetricName, update: Update): void {
    this.get(name);
    this.updates.get(name)?.push(update);
  }

  /** @throws Error when the service does not expose the metric. */
  get<Name extends MetricName>(name: Name): Metric<Name> {
    const metric = this.metrics.get(name);
    if (metric === undefined) throw new Error(`${this.service} does not expose the metric ${name}`);
    return metric as Metric<Name>;
  }

  /** Removes every series of a model version, whoever set it: what is not served any more is not exported. */
  async forgetVersion(model: string, version: number): Promise<void> {
    for (const metric of this.metrics.values()) {
      const { values } = (await metric.get()) as {
        values: readonly { readonly labels: Record<string, string | number> }[];
      };
      for (const { labels } of values) {
        // A bucket is removed with its histogram, whose labels do not have its bound.
        const own = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'le'));
        if (own['model'] === model && own['version'] === String(version)) metric.remove(own);
      }
    }
  }
}

/** A service's metrics in a fresh registry. */
export function createMetrics(service: Service): MetricSet {
  return new MetricSet(service, new Registry());
}

/** The names of the metrics that a service exposes. */
export function metricNames(service: Service): MetricName[] {
  return (Object.entries(catalogue) as [MetricName, MetricDefinition][])
    .filter(([, definition]) => definition.services.includes(service))
    .map(([name]) => name);
}

function register(name: MetricName, registry: Registry, collect: Update): Counter | Gauge | Histogram {
  const { type, help, labels, buckets }: MetricDefinition = catalogue[name];
  const options = { name, help, labelNames: [...labels], registers: [registry], collect };
  if (type === 'counter') return new Counter(options);
  if (type === 'histogram') return new Histogram({ ...options, buckets: [...(buckets ?? [])] });
  const gauge = new Gauge(options);
  // prom-client exports an unlabelled gauge as 0 from the start; unknown has to be absent.
  if (labels.length === 0) gauge.remove();
  return gauge;
}
