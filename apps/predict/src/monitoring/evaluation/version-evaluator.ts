import { reasonOf } from '@plumbline/errors';
import { type Manifest, versionOf } from '../../models/manifest/index.js';
import { NO_BAND } from '../../models/profiles/index.js';
import { labelledQuality, type ScoredLabel } from '../quality/index.js';
import {
  labelledSegments,
  type LabelledRow,
  qualityInterval,
  type SegmentEvaluation,
  windowShares,
} from '../segments/index.js';
import { checkDataQuality, hourlyRowsToCount } from './data-quality.js';
import { rankDrift } from './drift-ranking.js';
import { estimatedError } from './estimated-error.js';
import type { EvaluationConnection } from './evaluation-connection.js';
import { confirmEvaluation, saveEvaluation } from './evaluation.repository.js';
import { keepColumns } from './kept-columns.js';
import type { EstimateBand, EvaluationResult } from './model-evaluation.js';
import { probabilityDrift, targetDrift } from './outcome-drift.js';
import type { ReferenceProfileState } from './reference-profiles.js';
import { compareWindow, type LoggedPrediction } from './window-comparison.js';
import { type WindowExtent, WindowRepository } from './window.repository.js';

/** A part of an evaluation that has no result. */
export interface EvaluationFailure {
  readonly window: 'predictions' | 'feedback';
  /** The name of the column, if it is one. */
  readonly feature?: string;
  /** Stable; a metric label. */
  readonly reason: string;
  /** For the log, where the reason needs an explanation. */
  readonly message?: string;
}

/** An evaluation failed because of the database, or because of an error in the evaluation itself. */
export class EvaluationFailed extends Error {
  override readonly name = 'EvaluationFailed';

  constructor(
    readonly reason: 'database' | 'error',
    cause: unknown,
  ) {
    super(reasonOf(cause), { cause });
  }
}

/** An evaluation by this thread, with the mark of the windows that it was computed from. */
export interface Evaluated {
  readonly mark: string;
  readonly result: EvaluationResult;
  readonly failures: readonly EvaluationFailure[];
}

/** The rows of both windows, and their extents. */
interface Windows {
  readonly predictions: WindowExtent;
  readonly feedback: WindowExtent;
  /** Predictions of the last hour; null when unknown, or when no rule is about them. */
  readonly rowsPerHour: number | null;
  readonly logged: readonly LoggedPrediction[];
  readonly labelled: readonly ScoredLabel[];
  /** With their features; none without a profile. */
  readonly labelledRows: readonly LabelledRow[];
}

/** Evaluates one version at a time: reads its windows, compares them with the reference, stores the result. */
export class VersionEvaluator {
  private readonly windows: WindowRepository;

  constructor(private readonly connection: EvaluationConnection) {
    this.windows = new WindowRepository(connection.sql);
  }

  /**
   * Evaluates a version and stores the result. When nothing changed since the evaluation before, confirms and returns it.
   * @throws {EvaluationFailed}
   */
  async evaluate(manifest: Manifest, profile: ReferenceProfileState, before?: Evaluated): Promise<Evaluated> {
    const startedAtMs = performance.now();
    const windows = await failingAs('database', () => this.read(manifest, profile, before));
    if ('result' in windows) {
      await failingAs('database', () => confirmEvaluation(this.connection.sql, windows.result));
      return windows;
    }
    const evaluated = await failingAs('error', () => evaluate(manifest, profile, windows, startedAtMs));
    await failingAs('database', () => saveEvaluation(this.connection.sql, evaluated.result));
    return evaluated;
  }

  /** The windows, or the evaluation before when it has the same ones. A window below its minimum is not read. */
  private read(
    manifest: Manifest,
    profile: ReferenceProfileState,
    before?: Evaluated,
  ): Promise<Windows | Evaluated> {
    return this.connection.snapshot(async () => {
      const predictions = await this.windows.predictionExtent(manifest);
      const feedback = await this.windows.feedbackExtent(manifest);
      const counted = hourlyRowsToCount(manifest);
      const rowsPerHour = counted === null ? null : await this.windows.hourlyRows(manifest, counted);
      const extents = { predictions, feedback, rowsPerHour };
      if (before?.mark === markOf(profile, extents)) return before;
      const { windows: limits } = manifest;
      const isLogged = predictions.rows >= limits.predictions.minimum;
      const isLabelled = feedback.rows >= limits.feedback.minimum;
      return {
        ...extents,
        logged: isLogged ? await this.windows.predictions(manifest) : [],
        labelled: isLabelled ? await this.windows.feedback(manifest) : [],
        labelledRows:
          isLabelled && profile.prepared !== null ? await this.windows.labelledRows(manifest) : [],
      };
    });
  }
}

function evaluate(
  manifest: Manifest,
  profile: ReferenceProfileState,
  windowsRead: Windows,
  startedAtMs: number,
): Evaluated {
  const { prepared } = profile;
  const { windows } = manifest;
  const { predictions, feedback, rowsPerHour, logged, labelled } = windowsRead;
  const failures: EvaluationFailure[] = [];
  const compared =
    prepared === null || logged.length === 0
      ? null
      : attempt('predictions', failures, () => compareWindow(manifest, prepared, logged));
  const quality =
    labelled.length === 0 ? null : attempt('feedback', failures, () => labelledQuality(manifest, labelled));
  const interval = quality && attempt('feedback', failures, () => qualityInterval(manifest, labelled));
  const size = predictions.rows;
  const dataQuality = checkDataQuality(manifest, prepared, { size, logged, rowsPerHour });
  const estimatedF1 = compared?.estimatedF1 ?? null;
  return {
    mark: markOf(profile, windowsRead),
    result: {
      ...versionOf(manifest),
      profile: profile.sha256,
      predictions: { ...stateOf(predictions, windows.predictions), maxAgeS: windows.predictions.max_age_s },
      drift: compared && keepColumns(compared.drift),
      estimatedF1,
      estimatedError: compared && estimatedError(compared.drift),
      estimateWarnings: estimateWarnings(estimatedF1, profile),
      ...(dataQuality !== null && { dataQuality }),
      feedback: stateOf(feedback, windows.feedback),
      quality,
      qualityInterval: interval,
      segments: segmentsOf(manifest, profile, windowsRead, failures),
      ...outcomesOf(manifest, profile, windowsRead, failures),
      ...(compared !== null &&
        prepared !== null && {
          driftRanking: rankDrift(prepared.profile.importance, compared.drift.columns),
        }),
      durationMs: performance.now() - startedAtMs,
    },
    failures: [...failures, ...(compared?.failures ?? [])],
  };
}

function outcomesOf(
  manifest: Manifest,
  { prepared }: ReferenceProfileState,
  { logged, labelled }: Windows,
  failures: EvaluationFailure[],
): Pick<EvaluationResult, 'targetDrift' | 'probabilityDrift'> {
  if (prepared === null) return {};
  const ofTargets = attempt('feedback', failures, () => targetDrift(manifest, prepared, labelled));
  const ofProbabilities = attempt('predictions', failures, () =>
    probabilityDrift(manifest, prepared, logged),
  );
  return {
    ...(ofTargets !== null && { targetDrift: ofTargets }),
    ...(ofProbabilities !== null && { probabilityDrift: ofProbabilities }),
  };
}

function segmentsOf(
  manifest: Manifest,
  { prepared }: ReferenceProfileState,
  { logged, labelledRows }: Windows,
  failures: EvaluationFailure[],
): SegmentEvaluation {
  if (prepared === null) return { shares: null, quality: null };
  return {
    shares:
      logged.length === 0
        ? null
        : attempt('predictions', failures, () => windowShares(manifest, prepared, logged)),
    quality:
      labelledRows.length === 0
        ? null
        : attempt('feedback', failures, () => labelledSegments(manifest, prepared, labelledRows)),
  };
}

/** Those of the profile, and that an estimate has no band, which depends on how F1 is averaged. */
function estimateWarnings(estimate: EstimateBand | null, profile: ReferenceProfileState): readonly string[] {
  if (profile.prepared === null) return [];
  const { prepared, warnings } = profile;
  // Without an estimator, they say why.
  if (estimate === null) return prepared.profile.estimator === null ? warnings : [];
  const isWithoutBand = estimate.lower === estimate.upper;
  return isWithoutBand && !warnings.includes(NO_BAND) ? [...warnings, NO_BAND] : warnings;
}

/** A window that cannot be evaluated does not affect the other one. */
function attempt<Result>(
  window: EvaluationFailure['window'],
  failures: EvaluationFailure[],
  compute: () => Result,
): Result | null {
  try {
    return compute();
  } catch (error) {
    failures.push({ window, reason: 'error', message: reasonOf(error) });
    return null;
  }
}

/** Equal only when an evaluation would have the same result. */
function markOf(
  { sha256 }: ReferenceProfileState,
  { predictions, feedback, rowsPerHour }: Pick<Windows, 'predictions' | 'feedback' | 'rowsPerHour'>,
): string {
  return [sha256, predictions.rows, predictions.mark, feedback.rows, feedback.mark, rowsPerHour].join(' ');
}

function stateOf({ rows, from, to }: WindowExtent, { minimum, size }: { minimum: number; size: number }) {
  return { rows, minimum, size, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
}

async function failingAs<Result>(
  reason: EvaluationFailed['reason'],
  act: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (cause) {
    throw new EvaluationFailed(reason, cause);
  }
}
