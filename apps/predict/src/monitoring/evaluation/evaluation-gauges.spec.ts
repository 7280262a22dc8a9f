import { beforeEach, describe, expect, test } from '@jest/globals';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { toyColumn, toyDrift, toyEvaluation, toyWindow } from '../../../test/toy-evaluation.js';
import { EvaluationGauges } from './evaluation-gauges.js';

let metrics: MetricSet;
let gauges: EvaluationGauges;
beforeEach(() => {
  metrics = createMetrics('predict');
  gauges = new EvaluationGauges(metrics);
});

async function exported(model = 'toy'): Promise<Record<string, number>> {
  const lines = (await metrics.registry.metrics())
    .split('\n')
    .filter((line) => line.includes(`model="${model}"`));
  return Object.fromEntries(
    lines.map((line) => {
      const [, series, value] = /^(.*) (\S+)$/.exec(line)!;
      return [series!.replace(`model="${model}",version="1"`, ''), Number(value)];
    }),
  );
}

describe('the gauges of an evaluation', () => {
  test('publish all its values', async () => {
    gauges.publish(toyEvaluation());
    expect(await exported()).toEqual({
      'monitoring_last_evaluation_timestamp_seconds{}': 1767229201.5,
      'monitoring_evaluation_duration_seconds{}': 0.25,
      'monitoring_window_size{,window="predictions"}': 1000,
      'data_drift_score{}': 0.5,
      'data_drift_detected{}': 1,
      'prediction_drift_score{,method="jensenshannon"}': 0.02,
      'prediction_drift_detected{,method="jensenshannon"}': 0,
      'prediction_f1_score_estimated{}': 0.8,
      'prediction_f1_score_estimated_lower{}': 0.7,
      'prediction_f1_score_estimated_upper{}': 0.9,
      'drift_score{,feature="age",method="wasserstein"}': 0.05,
      'drift_threshold{,feature="age",method="wasserstein"}': 0.1,
      'drift_severity{,feature="age",method="wasserstein"}': 0.5,
      'feature_drift_detected{,feature="age",method="wasserstein"}': 0,
      'drift_score{,feature="income",method="wasserstein"}': 0.3,
      'drift_threshold{,feature="income",method="wasserstein"}': 0.1,
      'drift_severity{,feature="income",method="wasserstein"}': 3,
      'feature_drift_detected{,feature="income",method="wasserstein"}': 1,
    });
  });

  test('have those of the declared segments', async () => {
    const share = {
      feature: 'sex',
      segment: 'male',
      condition: 'sex = male',
      share: 0.6,
      referenceShare: 0.5,
      method: 'jensenshannon',
      score: 0.07,
      threshold: 0.1,
      adjustedP: null,
    } as const;
    const figure = { value: 0.7, lower: 0.6, upper: 0.8, rest: 0.9, adjustedP: 0.001, weak: true };
    const quality = { ...figure, feature: 'sex', segment: 'male', condition: 'sex = male', rows: 100 };
    const unknown = { ...quality, segment: 'female', value: null };
    gauges.publish(
      toyEvaluation({
        drift: null,
        estimatedF1: null,
        segments: {
          shares: [{ ...share, rows: 600, drifted: true }],
          quality: { rows: 200, metric: 'f1', declared: [quality, unknown], weak: [] },
        },
      }),
    );
    const series = Object.entries(await exported()).filter(([name]) => name.startsWith('segment_'));
    expect(Object.fromEntries(series)).toEqual({
      'segment_rows{,feature="sex",segment="male",window="predictions"}': 600,
      'segment_drift_detected{,feature="sex",segment="male"}': 1,
      'segment_rows{,feature="sex",segment="male",window="feedback"}': 100,
      'segment_rows{,feature="sex",segment="female",window="feedback"}': 100,
      'segment_f1_score{,feature="sex",segment="male"}': 0.7,
    });
  });

  test('publish the estimated error of each target that has one', async () => {
    const threshold = { lower: null, upper: null };
    const estimate = { value: 2, lower: 1.5, upper: 2.5, threshold, alert: false };
    const of = (target: string | null, meanAbsoluteError: typeof estimate | null) => ({
      ...{ target, meanAbsoluteError },
      ...{ rootMeanSquaredError: null, notes: [] },
    });
    const published = async (...estimatedErrors: ReturnType<typeof of>[]) => {
      gauges.publish(toyEvaluation({ drift: toyWindow({ estimatedErrors }), estimatedF1: null }));
      return Object.entries(await exported()).filter(([name]) => name.startsWith('prediction_error'));
    };
    expect(await published(of('first', null), of('second', estimate))).toEqual([
      ['prediction_error_estimated{,target="second"}', 2],
      ['prediction_error_estimated_lower{,target="second"}', 1.5],
      ['prediction_error_estimated_upper{,target="second"}', 2.5],
    ]);
    expect((await published(of(null, estimate)))[0]).toEqual([
      'prediction_error_estimated{,target="prediction"}',
      2,
    ]);
  });

  test('publish the estimated F1 of each label that has one', async () => {
    const threshold = { lower: null, upper: null };
    const f1 = { value: 0.8, lower: 0.7, upper: 0.9, threshold, alert: false };
    const labels = [
      { label: 'hat', f1 },
      { label: 'smile', f1: null },
    ];
    const averages = { macro: null, micro: null, weighted: null };
    gauges.publish(toyEvaluation({ drift: toyWindow({ estimatedLabels: { labels, averages } }) }));
    const found = Object.entries(await exported()).filter(([name]) => name.startsWith('prediction_label'));
    expect(found).toEqual([
      ['prediction_label_f1_score_estimated{,attribute="hat"}', 0.8],
      ['prediction_label_f1_score_estimated_lower{,attribute="hat"}', 0.7],
      ['prediction_label_f1_score_estimated_upper{,attribute="hat"}', 0.9],
    ]);
  });

  test('are absent when the window is too small, except its size', async () => {
    gauges.publish(toyEvaluation());
    gauges.publish(toyEvaluation({ drift: null, estimatedF1: null }));
    expect(Object.keys(await exported())).toEqual([
      'monitoring_window_size{,window="predictions"}',
      'monitoring_last_evaluation_timestamp_seconds{}',
      'monitoring_evaluation_duration_seconds{}',
    ]);
  });

  test('do not keep the value of another method, or of a feature that has lost its value', async () => {
    gauges.publish(toyEvaluation());
    const columns = [toyColumn('age', toyDrift({ method: 'ks', score: 0.01 })), toyColumn('income', null)];
    const dataset = { computed: 0, drifted: 0, share: null, driftShare: 0.5, datasetDrifted: false };
    gauges.publish(toyEvaluation({ drift: toyWindow({ columns, dataset }) }));
    const series = Object.keys(await exported());
    expect(series.filter((name) => name.includes('feature='))).toEqual([
      'drift_score{,feature="age",method="ks"}',
      'drift_threshold{,feature="age",method="ks"}',
      'drift_severity{,feature="age",method="ks"}',
      'feature_drift_detected{,feature="age",method="ks"}',
    ]);
    expect(series.filter((name) => name.startsWith('data_drift'))).toEqual([]);
  });

  test('have the drift of all columns together, by method', async () => {
    const multivariate = {
      method: 'domain_classifier',
      ...{ auc: 0.6, lower: 0.57, upper: 0.63, threshold: 0.55, drifted: true, severity: 2 },
      ...{ referenceRows: 1000, rows: 1000, clues: [] },
    } as const;
    const reconstruction = { value: 2, standardError: 0.1, threshold: { lower: 1, upper: 3 }, alert: false };
    gauges.publish(toyEvaluation({ drift: toyWindow({ multivariate, reconstruction }) }));
    expect(await exported()).toMatchObject({
      'multivariate_drift_score{,method="domain_classifier"}': 0.6,
      'multivariate_drift_threshold{,method="domain_classifier"}': 0.55,
      'multivariate_drift_detected{,method="domain_classifier"}': 1,
      'multivariate_drift_score{,method="reconstruction_error"}': 2,
      'multivariate_drift_threshold{,method="reconstruction_error"}': 3,
      'multivariate_drift_detected{,method="reconstruction_error"}': 0,
    });
  });

  test('have the rules on data that could be checked', async () => {
    const rule = { metric: 'rows', feature: null, atLeast: 1, atMost: null, description: 'x' } as const;
    const rules = (['passed', 'failed', 'unknown'] as const).map((state) => {
      return { ...rule, id: state, state, value: null, reason: null };
    });
    gauges.publish(toyEvaluation({ drift: null, dataQuality: { passed: 1, failed: 1, unknown: 1, rules } }));
    expect(await exported()).toMatchObject({
      'data_quality_rule_passed{,rule="passed"}': 1,
      'data_quality_rule_passed{,rule="failed"}': 0,
    });
    expect(Object.keys(await exported()).filter((name) => name.startsWith('data_quality'))).toHaveLength(2);
  });

  test('are removed with their version, without affecting others', async () => {
    gauges.publish(toyEvaluation());
    gauges.publish(toyEvaluation({ model: 'rent' }));
    gauges.keepOnly([{ model: 'rent', version: 1 }]);
    expect(await exported()).toEqual({});
    expect(Object.keys(await exported('rent'))).toHaveLength(18);
  });
});
