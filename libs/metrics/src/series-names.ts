import type { Counter, Gauge, Histogram, LabelValues } from 'prom-client';

/** The name under which counters add up what they count of omitted names. */
export const OTHER_NAME = '__other__';

/** The names of one model version that have no series of their own. */
export interface OmittedNames {
  /** Classes, labels and targets. */
  readonly outcomes: ReadonlySet<string>;
  /** Features, and columns that are measured of them or of predictions. */
  readonly features: ReadonlySet<string>;
  /** Columns whose values are not counted by bin. */
  readonly binned: ReadonlySet<string>;
}

type Labels = LabelValues<string>;

/** The labels whose values are names of outcomes; `feature` is the other label of names. */
const OUTCOME_LABELS = ['prediction_result', 'class', 'attribute', 'target'] as const;
const NAME_LABELS: readonly string[] = [...OUTCOME_LABELS, 'feature'];

/**
 * Bounds the series of a model version: manifests may name any number of classes and features. Counters and histograms add
 * up omitted names as `__other__`; gauges, which have no sum, do not have them.
 */
export class SeriesNames {
  private readonly versions = new Map<string, OmittedNames>();

  /** Replaces the names that a model version omits. */
  omit(model: string, version: number, names: OmittedNames): void {
    const isAny = Object.values(names).some(({ size }: ReadonlySet<string>) => size > 0);
    if (isAny) this.versions.set(keyOf(model, version), names);
    else this.forget(model, version);
  }

  forget(model: string, version: number): void {
    this.versions.delete(keyOf(model, version));
  }

  /** Whether a name in the labels is omitted. */
  hasOmitted(labels: Labels): boolean {
    return this.merged(labels) !== labels;
  }

  boundCounter(counter: Counter, labelNames: readonly string[]): Counter {
    const inc = counter.inc.bind(counter);
    if (haveNames(labelNames)) {
      counter.inc = (labels?: unknown, value?: number) => inc(this.merged(labels as Labels), value);
    }
    return counter;
  }

  boundHistogram(histogram: Histogram, labelNames: readonly string[]): Histogram {
    const observe = histogram.observe.bind(histogram);
    if (haveNames(labelNames)) {
      histogram.observe = (labels: unknown, value?: number) =>
        observe(this.merged(labels as Labels), value as number);
    }
    return histogram;
  }

  boundGauge(gauge: Gauge, labelNames: readonly string[]): Gauge {
    const set = gauge.set.bind(gauge);
    if (haveNames(labelNames)) {
      gauge.set = (labels: unknown, value?: number) => {
        if (!this.hasOmitted(labels as Labels)) set(labels as Labels, value as number);
      };
    }
    return gauge;
  }

  /** The labels with omitted names replaced; the same object when there are none. */
  private merged(labels: Labels): Labels {
    if (this.versions.size === 0) return labels;
    const omitted = this.versions.get(keyOf(labels['model'], labels['version']));
    if (omitted === undefined) return labels;
    const outcome = OUTCOME_LABELS.find((label) => omitted.outcomes.has(String(labels[label])));
    if (outcome !== undefined) return { ...labels, [outcome]: OTHER_NAME };
    const { feature, bin } = labels;
    if (bin === undefined) {
      return omitted.features.has(String(feature)) ? { ...labels, feature: OTHER_NAME } : labels;
    }
    return omitted.binned.has(String(feature)) ? { ...labels, feature: OTHER_NAME, bin: OTHER_NAME } : labels;
  }
}

function haveNames(labelNames: readonly string[]): boolean {
  return labelNames.some((label) => NAME_LABELS.includes(label));
}

function keyOf(model: Labels[string], version: Labels[string]): string {
  return `${model}/${version}`;
}
