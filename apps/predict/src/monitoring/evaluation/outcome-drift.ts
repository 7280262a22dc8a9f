import { type ColumnEvaluation, evaluateOutcomes, type PreparedProfile } from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import { outcomeFormOfManifest } from '../../models/outcomes/index.js';
import { actualOutcomes, probabilityScores } from '../../models/profiles/index.js';
import type { ScoredLabel } from '../quality/index.js';

/** How actual values or probabilities differ from those of the reference; without columns `absent` gives the reason. */
export interface OutcomeDrift {
  readonly columns: readonly ColumnEvaluation[];
  readonly absent: string | null;
}

const OLD_PROFILE = 'the reference profile has none: its reference has none, or an earlier release built it';

/** The drift of the actual values, over the feedback window. */
export function targetDrift(
  manifest: Manifest,
  { targets }: PreparedProfile,
  labelled: readonly ScoredLabel[],
): OutcomeDrift {
  if (targets.length === 0) return { columns: [], absent: OLD_PROFILE };
  if (labelled.length === 0) return { columns: [], absent: 'there are fewer labels than the minimum' };
  const { ofText } = outcomeFormOfManifest(manifest);
  const actual = labelled.map((row) => ofText(row.actual));
  const values = actualOutcomes(manifest, actual) ?? {
    '': actual.map((outcome) => (typeof outcome === 'object' ? null : outcome)),
  };
  return { columns: evaluateOutcomes(targets, values, labelled.length), absent: null };
}

/** The drift of the probabilities, over the prediction window. */
export function probabilityDrift(
  manifest: Manifest,
  { probabilities }: PreparedProfile,
  logged: readonly { readonly probabilities: readonly number[] | null }[],
): OutcomeDrift {
  if (probabilities.length === 0) return { columns: [], absent: OLD_PROFILE };
  if (logged.length === 0) return { columns: [], absent: 'there are fewer predictions than the minimum' };
  const scores = probabilityScores(manifest, logged);
  if (scores === undefined) return { columns: [], absent: 'a prediction in the window has no probabilities' };
  return { columns: evaluateOutcomes(probabilities, scores, logged.length), absent: null };
}

/** The column that has drifted most, if any has a score. */
export function mostDrifted({ columns }: OutcomeDrift): ColumnEvaluation | undefined {
  return columns
    .filter(({ drift }) => drift !== null)
    .reduce<ColumnEvaluation | undefined>(
      (most, one) => ((one.drift?.severity ?? 0) > (most?.drift?.severity ?? -1) ? one : most),
      undefined,
    );
}
