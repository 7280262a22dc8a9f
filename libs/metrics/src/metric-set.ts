import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { catalogue, type MetricDefinition, type MetricName, type Service } from './catalogue/index.js';
import { SeriesNames } from './series-names.js';

type LabelsOf<Name extends MetricName> = (typeof catalogue)[Name]['labels'][number];
type TypeOf<Name extends MetricName> = (typeof catalogue)[Name]['type'];

/** The prom-client object of a catalogued metric, with its label names checked by the compiler. */
export type Metric<Name extends MetricName> = {
  counter: Counter<LabelsOf<Name>>;
  gauge: Gauge<LabelsOf<Name>>;
  histogram: Histogram<LabelsOf<Name>>;
}[TypeOf<Name>];

type Picked<Names extends Readonly<Record<string, MetricName>>> = {
  readonly [Key in keyof Names]: Metric<Names[Key]>;
};

type Update = () => void;

/** The metrics of one service in a registry of their own. */
export class MetricSet {
  /** The names of classes and features that have no series of their own. */
  readonly names = new SeriesNames();
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
        register(name, { registry, names: this.names, update: () => updates.forEach((update) => update()) }),
      );
    }
  }

  /**
   * Calls `update` before each read of the metric, so that frequent events can be counted in plain numbers in between.
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

  /** Several metrics, each under a short name. @throws Error when the service does not expose one of them. */
  pick<Names extends Readonly<Record<string, MetricName>>>(names: Names): Picked<Names> {
    const picked = Object.entries(names).map(([key, name]) => [key, this.get(name)]);
    return Object.fromEntries(picked) as Picked<Names>;
  }

  /** Removes all series of a model version that is no longer served. */
  async forgetVersion(model: string, version: number): Promise<void> {
    for (const metric of this.metrics.values()) {
      const { values } = await metric.get();
      for (const { labels } of values) {
        // A bucket is removed with its histogram, whose labels exclude the bound.
        const own = { ...labels };
        delete own['le'];
        if (own['model'] === model && own['version'] === String(version)) metric.remove(own);
      }
    }
    this.names.forget(model, version);
  }
}

/** A service's metrics in a fresh registry. */
export function createMetrics(service: Service): MetricSet {
  return new MetricSet(service, new Registry());
}

/** The names of the metrics that a service exposes. */
export function metricNames(service: Service): MetricName[] {
  return Object.entries<MetricDefinition>(catalogue).flatMap(([name, { services }]) =>
    isMetricName(name) && services.includes(service) ? [name] : [],
  );
}

function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(catalogue, name);
}

interface Registration {
  readonly registry: Registry;
  readonly names: SeriesNames;
  /** Called before each read. */
  readonly update: Update;
}

function register(name: MetricName, { registry, names, update }: Registration): Counter | Gauge | Histogram {
  const { type, help, labels, buckets }: MetricDefinition = catalogue[name];
  const options = { name, help, labelNames: [...labels], registers: [registry], collect: update };
  if (type === 'counter') return names.boundCounter(new Counter(options), labels);
  if (type === 'histogram') {
    return names.boundHistogram(new Histogram({ ...options, buckets: [...(buckets ?? [])] }), labels);
  }
  const gauge = names.boundGauge(new Gauge(options), labels);
  // prom-client exports an unlabelled gauge as 0 from the start, but unknown must be absent.
  if (labels.length === 0) gauge.remove();
  return gauge;
}

/** prom-client's gauges whose names `promtool check metrics` refuses: `_total` is for counters. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
] as const;

/** Adds prom-client's process and Node.js metrics to the registry, without the misnamed ones. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}

/** A gauge whose series can be set and removed. */
interface SettableGauge<Labels extends object> {
  set(labels: Labels, value: number): void;
  remove(labels: Labels): void;
}

/** Sets a series to its value, or removes it when there is no value: unknown is absent, never 0. */
export function setOrRemove<Labels extends object>(
  gauge: SettableGauge<Labels>,
  labels: Labels,
  value: number | null | undefined,
): void {
  if (value == null) gauge.remove(labels);
  else gauge.set(labels, value);
}
