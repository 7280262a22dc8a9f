import { reasonOf } from '@plumbline/errors';
import { outsideReason } from '@plumbline/evaluation';
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
import type { EvaluationResult } from './model-evaluation.js';
import { probabilityDrift, targetDrift } from './outcome-drift.js';
import type { ReferenceProfileState } from './reference-profiles.js';
import type { BaselineRows } from './drift-baseline.js';
import type { LoggedPrediction } from './logged-prediction.js';
import { type ComparedWindow, compareWindow } from './window-comparison.js';
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
  /** The extent of the predictions that drift is measured against, and their rows; null for the reference. */
  readonly baseline: WindowExtent | null;
  readonly earlier: BaselineRows | null;
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
      const baseline = await this.windows.baselineExtent(manifest, predictions);
      const extents = { predictions, feedback, baseline, rowsPerHour };
      if (before?.mark === markOf(profile, extents)) return before;
      const { windows: limits } = manifest;
      const isLogged = predictions.rows >= limits.predictions.minimum;
      const isLabelled = feedback.rows >= limits.feedback.minimum;
      return {
        ...extents,
        earlier: baseline && (await this.earlier(manifest, predictions, baseline)),
        logged: isLogged ? await this.windows.predictions(manifest) : [],
        labelled: isLabelled ? await this.windows.feedback(manifest) : [],
        labelledRows:
          isLabelled && profile.prepared !== null ? await this.windows.labelledRows(manifest) : [],
      };
    });
  }

  /** Too few earlier predictions are not read. */
  private async earlier(
    manifest: Manifest,
    window: WindowExtent,
    extent: WindowExtent,
  ): Promise<BaselineRows> {
    const isEnough = extent.rows >= manifest.windows.predictions.minimum;
    return { extent, logged: isEnough ? await this.windows.baseline(manifest, window) : [] };
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
  const { predictions, feedback, rowsPerHour, logged, labelled, earlier } = windowsRead;
  const failures: EvaluationFailure[] = [];
  const compared =
    prepared === null || logged.length === 0
      ? null
      : attempt('predictions', failures, () => compareWindow(manifest, prepared, logged, earlier));
  const quality =
    labelled.length === 0 ? null : attempt('feedback', failures, () => labelledQuality(manifest, labelled));
  const interval = quality && attempt('feedback', failures, () => qualityInterval(manifest, labelled));
  const size = predictions.rows;
  const dataQuality = checkDataQuality(manifest, prepared, { size, logged, rowsPerHour });
  return {
    mark: markOf(profile, windowsRead),
    result: {
      ...versionOf(manifest),
      profile: profile.sha256,
      predictions: { ...stateOf(predictions, windows.predictions), maxAgeS: windows.predictions.max_age_s },
      ...(compared !== null && { baseline: compared.baseline }),
      drift: compared && keepColumns(compared.drift),
      estimatedF1: compared?.estimatedF1 ?? null,
      estimatedError: compared && estimatedError(compared.drift),
      estimateWarnings: estimateWarnings(manifest, profile, compared),
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

/** Those of the profile, that inputs are outside of it, and that an estimate has no band, which depends on how F1 is averaged. */
function estimateWarnings(
  { task }: Manifest,
  profile: ReferenceProfileState,
  compared: ComparedWindow | null,
): readonly string[] {
  if (profile.prepared === null) return [];
  const { prepared, warnings } = profile;
  const { estimator, labelEstimators } = prepared.profile;
  const outside = outsideReason(compared?.drift.outsideReference);
  const isEstimable = task !== 'regression' && (estimator !== null || labelEstimators !== undefined);
  if (outside !== null && isEstimable) return [`F1 is not estimated: ${outside}`];
  const estimate = compared?.estimatedF1 ?? null;
  // Without an estimator, they say why.
  if (estimate === null) return estimator === null ? warnings : [];
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
  {
    predictions,
    feedback,
    baseline,
    rowsPerHour,
  }: Omit<Windows, 'earlier' | 'logged' | 'labelled' | 'labelledRows'>,
): string {
  const marks = [predictions, feedback, baseline].map((extent) => extent && `${extent.rows} ${extent.mark}`);
  return [sha256, ...marks, rowsPerHour].join(' ');
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
