import type { QualityEstimate } from '@plumbline/evaluation';
import type { ModelEvaluation } from '../evaluation/index.js';
import type { VerdictSubject } from './verdict-subject.js';

/**
 * F1 estimated without labels, averaged as the manifest says, with its usual range; null without an estimate. Evaluations of
 * earlier releases have a range only for the average of `drift.estimated.f1`.
 */
export function f1WithoutLabels(
  { estimatedF1, drift }: Pick<ModelEvaluation, 'estimatedF1' | 'drift'>,
  { task, average }: Pick<VerdictSubject, 'task' | 'average'>,
): QualityEstimate | null {
  if (estimatedF1?.threshold) {
    return { ...estimatedF1, threshold: estimatedF1.threshold, alert: estimatedF1.alert ?? false };
  }
  const earlier = drift?.estimated?.f1;
  if (earlier && average === ownAverage(task)) {
    const { value, threshold } = earlier;
    return { ...earlier, alert: value !== null && threshold.lower !== null && value < threshold.lower };
  }
  return estimatedF1 && { ...estimatedF1, threshold: { lower: null, upper: null }, alert: false };
}

/** How precision, recall and F1 of `drift.estimated` are averaged. */
export function ownAverage(task: VerdictSubject['task']): 'binary' | 'macro' {
  return task === 'binary' ? 'binary' : 'macro';
}
