import { UsageError } from '../../command-line/index.js';
import { averageFor } from './f1-average.js';
import { noAnswer, outputOf, type TaskDraft, type TaskWork } from './task-draft.js';
import { columnsOf } from './sampled-output.js';
import type { Cell } from '../rows/index.js';

/**
 * An anomaly is the rarer value of the target. A label of -1 or 1 is read as it is; a score is compared with the threshold
 * that marks as many rows as the target does.
 */
export function guessAnomaly(work: TaskWork): TaskDraft {
  const { label, scores, options } = work;
  const shared = { task: 'anomaly' as const, f1_average: averageFor('anomaly', options.f1Average) };
  if (label !== undefined) {
    const positive = options.positive ?? '-1';
    const classes = options.classes ?? ['1', '-1'];
    return {
      ...shared,
      classes,
      positive_class: positive,
      threshold: null,
      outputs: [outputOf(label, 'label')],
    };
  }
  const output = scores.find(({ sample }) => columnsOf(sample) === 1);
  if (output === undefined) throw new UsageError(noAnswer(scores, 'one score per row'));
  const cells = work.target.columns[0]?.cells ?? [];
  const [rare, common] = byFrequency(cells);
  const limit = limitOf(output.sample.data.map(Number), cells, rare, options.anomalyIf);
  return {
    ...shared,
    classes: options.classes ?? [String(common), String(rare)],
    positive_class: options.positive ?? String(rare),
    threshold: options.threshold ?? limit.threshold,
    anomaly_if: limit.side,
    outputs: [outputOf(output, 'scores')],
  };
}

/** The two values of the target, the rarer one first. */
function byFrequency(cells: readonly Cell[]): readonly [Cell, Cell] {
  const values = [...new Set(cells.filter((cell) => cell !== null))];
  const [one, other, ...more] = values;
  if (one === undefined || other === undefined || more.length > 0) {
    throw new UsageError(
      `The target of an anomaly detector must have two values, normal and anomaly, not ${values.length}`,
    );
  }
  const count = (value: Cell) => cells.filter((cell) => cell === value).length;
  return count(one) < count(other) ? [one, other] : [other, one];
}

function limitOf(scores: readonly number[], cells: readonly Cell[], rare: Cell, given?: 'above' | 'below') {
  const isRare = scores.map((_, row) => cells[row] === rare);
  const mean = (wanted: boolean) => {
    const chosen = scores.filter((_, row) => isRare[row] === wanted);
    return chosen.reduce((sum, score) => sum + score, 0) / Math.max(1, chosen.length);
  };
  const side = given ?? (mean(true) >= mean(false) ? 'above' : 'below');
  const sorted = [...scores].sort((one, other) => (side === 'above' ? other - one : one - other));
  const marked = isRare.filter(Boolean).length;
  const [last = 0, next = last] = sorted.slice(Math.max(0, marked - 1), marked + 1);
  return { side, threshold: (last + next) / 2 };
}
