import type { PreparedProfile } from '@plumbline/evaluation';
import { type Metric, type MetricSet, setOrRemove } from '@plumbline/metrics';
import { type Manifest, type ModelVersion, versionLabels, versionOf } from '../manifest/index.js';
import { omittedNames } from './series-budget.js';

/** Publishes which versions are served, their quality at registration, and their window minimums. */
export class ModelMetrics {
  private readonly isLoaded: Metric<'model_loaded'>;
  private readonly info: Metric<'model_info'>;
  private readonly validationF1: Metric<'model_validation_f1_score'>;
  private readonly validationError: Metric<'model_validation_error'>;
  private readonly windowMinimum: Metric<'monitoring_window_minimum'>;
  private readonly omitted: Metric<'model_series_omitted'>;

  constructor(private readonly metrics: MetricSet) {
    this.isLoaded = metrics.get('model_loaded');
    this.info = metrics.get('model_info');
    this.validationF1 = metrics.get('model_validation_f1_score');
    this.validationError = metrics.get('model_validation_error');
    this.windowMinimum = metrics.get('monitoring_window_minimum');
    this.omitted = metrics.get('model_series_omitted');
  }

  /** A version was loaded: bounds its series, before any of them exists. */
  loaded(manifest: Manifest, profile: PreparedProfile | undefined): void {
    const { model, version } = versionOf(manifest);
    const names = omittedNames(manifest, profile);
    this.metrics.names.omit(model, version, names);
    const labels = versionLabels({ model, version });
    this.omitted.set({ ...labels, kind: 'outcomes' }, names.outcomes.size);
    this.omitted.set({ ...labels, kind: 'features' }, names.features.size);
    this.omitted.set({ ...labels, kind: 'bins' }, names.binned.size);
  }

  /** The version passed its checks, or became or ceased to be the champion. */
  served(manifest: Manifest, champion: boolean): void {
    const labels = versionLabels(versionOf(manifest));
    this.isLoaded.set(labels, 1);
    const description = { ...labels, ...descriptionOf(manifest) };
    this.info.remove({ ...description, champion: String(!champion) });
    this.info.set({ ...description, champion: String(champion) }, 1);
    if (manifest.task === 'regression') setOrRemove(this.validationError, labels, manifest.metrics?.mae);
    else setOrRemove(this.validationF1, labels, manifest.metrics?.f1);
    for (const window of ['feedback', 'predictions'] as const) {
      this.windowMinimum.set({ ...labels, window }, manifest.windows[window].minimum);
    }
  }

  /** The version is in the repository but failed its checks. */
  refused(version: ModelVersion): void {
    this.isLoaded.set(versionLabels(version), 0);
  }

  /** The version is no longer in the repository, and nothing runs it. */
  forgotten({ model, version }: ModelVersion): Promise<void> {
    return this.metrics.forgetVersion(model, version);
  }
}

/** The averaging of F1 is a label, so that rules can average the counts of several replicas in the same way. */
function descriptionOf({ model_type, f1_average, positive_class }: Manifest) {
  return { model_type, f1_average: f1_average ?? '', positive_class: positive_class ?? '' };
}
