import { createHash } from 'node:crypto';
import type { Metric, MetricSet } from '@plumbline/metrics';
import { type FeatureRow, type ModelVersion, versionLabels } from '../manifest/index.js';
import type { RowPrediction } from '../outcomes/index.js';

/**
 * The predictions of the rows that one version was last asked for: an equal row gets the same prediction without a run of
 * the model. Beyond its limit it forgets the row that was not asked for the longest.
 */
export class PredictionCache {
  /** In the order of their last use. */
  private readonly predictions = new Map<string, RowPrediction>();
  private readonly labels: ReturnType<typeof versionLabels>;
  private readonly size: Metric<'cache_size'>;
  private readonly hits: Metric<'prediction_cache_hits_total'>;
  private readonly misses: Metric<'prediction_cache_misses_total'>;

  /** @param entries the most predictions that are kept */
  constructor(
    private readonly entries: number,
    metrics: MetricSet,
    version: ModelVersion,
  ) {
    this.labels = versionLabels(version);
    this.size = metrics.get('cache_size');
    this.hits = metrics.get('prediction_cache_hits_total');
    this.misses = metrics.get('prediction_cache_misses_total');
    this.size.set(this.labels, 0);
    this.hits.inc(this.labels, 0);
    this.misses.inc(this.labels, 0);
  }

  /** The prediction of a row that was validated against the manifest; `run` makes it when it is not kept. */
  async predict(row: FeatureRow, run: () => Promise<RowPrediction>): Promise<RowPrediction> {
    const key = keyOf(row);
    return this.find(key) ?? this.keep(key, await run());
  }

  /** The same for several rows; `run` makes the predictions of the missing ones, at these places, in their order. */
  async predictAll(
    rows: readonly FeatureRow[],
    run: (missing: readonly FeatureRow[], places: readonly number[]) => Promise<readonly RowPrediction[]>,
  ): Promise<RowPrediction[]> {
    const keys = rows.map(keyOf);
    const found = keys.map((key) => this.find(key));
    const places = [...found.keys()].filter((place) => found[place] === undefined);
    const missing = places.map((place) => rows[place]!);
    const made = places.length === 0 ? [] : await run(missing, places);
    let next = 0;
    return found.map((prediction, place) => prediction ?? this.keep(keys[place]!, made[next++]!));
  }

  private find(key: string): RowPrediction | undefined {
    const prediction = this.predictions.get(key);
    if (prediction === undefined) {
      this.misses.inc(this.labels);
      return undefined;
    }
    this.hits.inc(this.labels);
    this.predictions.delete(key);
    this.predictions.set(key, prediction);
    return prediction;
  }

  private keep(key: string, prediction: RowPrediction): RowPrediction {
    this.predictions.set(key, prediction);
    for (const oldest of this.predictions.keys()) {
      if (this.predictions.size <= this.entries) break;
      this.predictions.delete(oldest);
    }
    this.size.set(this.labels, this.predictions.size);
    return prediction;
  }
}

/** Equal for rows with equal features only: a validated row has its features in the order of the manifest. */
function keyOf(row: FeatureRow): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('base64');
}
