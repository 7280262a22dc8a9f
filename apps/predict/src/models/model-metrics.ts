import type { Metric, MetricSet } from '@plumbline/metrics';
import type { Manifest } from './manifest.schema.js';

/** Says in metrics which versions are served and how good they were at registration. */
export class ModelMetrics {
  private readonly loaded: Metric<'model_loaded'>;
  private readonly info: Metric<'model_info'>;
  private readonly validationF1: Metric<'model_validation_f1_score'>;

  constructor(metrics: MetricSet) {
    this.loaded = metrics.get('model_loaded');
    this.info = metrics.get('model_info');
    this.validationF1 = metrics.get('model_validation_f1_score');
  }

  /** The version passed its checks. */
  served(manifest: Manifest, champion: boolean): void {
    const labels = { model: manifest.name, version: String(manifest.version) };
    this.loaded.set(labels, 1);
    this.info.set({ ...labels, ...descriptionOf(manifest), champion: String(champion) }, 1);
    if (manifest.task !== 'regression') this.validationF1.set(labels, manifest.metrics.f1);
  }

  /** The version is in the repository but failed its checks. */
  refused(model: string, version: number): void {
    this.loaded.set({ model, version: String(version) }, 0);
  }
}

/** How F1 is averaged is a label so that rules can average counts of many replicas as the manifest says. */
function descriptionOf({ model_type, f1_average, positive_class }: Manifest) {
  return { model_type, f1_average: f1_average ?? '', positive_class: positive_class ?? '' };
}
