import { type Manifest, versionOf } from '../../models/manifest/index.js';
import { NO_BAND } from '../../models/profiles/index.js';
import type { EvaluationDatabase } from './evaluation-database.js';
import type { EvaluationFailure, FailureReason, WatchedVersion } from './evaluation-messages.js';
import { EvaluationRepository, type EvaluationResult } from './evaluation.repository.js';
import { labelledQuality } from './labelled-quality.js';
import type { LabelledRow } from './labelled-row.js';
import type { EstimateBand } from './model-evaluation.js';
import type { KnownProfile } from './profile-cache.js';
import { compareWindow } from './window-evaluator.js';
import { type LoggedPrediction, type WindowExtent, WindowRepository } from './window.repository.js';

/** An evaluation that could not be made, and whether the database or the evaluation itself is at fault. */
export class EvaluationFailed extends Error {
  override readonly name = 'EvaluationFailed';

  constructor(
    readonly reason: FailureReason,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** An evaluation as this thread made it, with the marks of the windows it was made from. */
export interface Evaluated {
  readonly mark: string;
  readonly result: EvaluationResult;
  readonly failures: readonly EvaluationFailure[];
}

/** Both windows of a version; `rows` is null where they are what they were. */
interface Windows {
  readonly predictions: WindowExtent;
  readonly feedback: WindowExtent;
  readonly rows: { readonly logged: LoggedPrediction[]; readonly labelled: LabelledRow[] } | null;
}

/** Evaluates one version at a time: reads its windows, compares, stores what changed. */
export class VersionEvaluator {
  private readonly windows: WindowRepository;
  private readonly evaluations: EvaluationRepository;

  constructor(private readonly database: EvaluationDatabase) {
    this.windows = new WindowRepository(database.client);
    this.evaluations = new EvaluationRepository(database.client);
  }

  /**
   * Evaluates a version and stores the result, or merely confirms the one before when nothing it depends on changed.
   * @throws {EvaluationFailed}
   */
  async evaluate(
    { manifest }: WatchedVersion,
    profile: KnownProfile,
    before?: Evaluated,
  ): Promise<Evaluated> {
    const startedAtMs = performance.now();
    const windows = await failingAs('database', () => this.read(manifest, profile, before));
    if (windows.rows === null && before !== undefined) {
      await failingAs('database', () => this.evaluations.confirm(before.result));
      return before;
    }
    const evaluated = await failingAs('error', () => evaluate(manifest, profile, windows, startedAtMs));
    await failingAs('database', () => this.evaluations.save(evaluated.result));
    return evaluated;
  }

  private read(manifest: Manifest, profile: KnownProfile, before?: Evaluated): Promise<Windows> {
    return this.database.snapshot(async () => {
      const predictions = await this.windows.predictionExtent(manifest);
      const feedback = await this.windows.feedbackExtent(manifest);
      const same = before?.mark === markOf(profile, predictions, feedback);
      return { predictions, feedback, rows: same ? null : await this.rows(manifest, predictions, feedback) };
    });
  }

  /** Windows below their minimum are not read. */
  private async rows(manifest: Manifest, predictions: WindowExtent, feedback: WindowExtent) {
    const { windows } = manifest;
    return {
      logged: predictions.rows < windows.predictions.minimum ? [] : await this.windows.predictions(manifest),
      labelled: feedback.rows < windows.feedback.minimum ? [] : await this.windows.feedback(manifest),
    };
  }
}

function evaluate(
  manifest: Manifest,
  profile: KnownProfile,
  { predictions, feedback, rows }: Windows,
  startedAtMs: number,
): Evaluated {
  const { prepared } = profile;
  const doubts = profile.absent === null ? profile.warnings : [];
  const { logged, labelled } = rows!;
  const { windows } = manifest;
  const failures: EvaluationFailure[] = [];
  const compared = ifKnown(prepared !== null && logged.length > 0, 'predictions', failures, () =>
    compareWindow(manifest, prepared!, logged),
  );
  const quality = ifKnown(labelled.length > 0, 'feedback', failures, () =>
    labelledQuality(manifest, labelled),
  );
  return {
    mark: markOf(profile, predictions, feedback),
    result: {
      ...versionOf(manifest),
      profile: profile.sha256,
      predictions: { ...stateOf(predictions, windows.predictions), maxAgeS: windows.predictions.max_age_s },
      drift: compared?.drift ?? null,
      estimatedF1: compared?.estimatedF1 ?? null,
      estimateWarnings: bandWarnings(compared?.estimatedF1 ?? null, doubts),
      feedback: stateOf(feedback, windows.feedback),
      quality,
      durationMs: performance.now() - startedAtMs,
    },
    failures: [...failures, ...(compared?.failures ?? [])],
  };
}

/** Also that an estimate has no band, which the profile alone cannot tell for every average of F1. */
function bandWarnings(estimate: EstimateBand | null, warnings: readonly string[]): readonly string[] {
  if (estimate === null) return [];
  const isWithoutBand = estimate.lower === estimate.upper;
  return isWithoutBand && !warnings.includes(NO_BAND) ? [...warnings, NO_BAND] : warnings;
}

/** One window that cannot be evaluated does not concern the other. */
function ifKnown<Result>(
  known: boolean,
  window: EvaluationFailure['window'],
  failures: EvaluationFailure[],
  compute: () => Result,
): Result | null {
  if (!known) return null;
  try {
    return compute();
  } catch (error) {
    failures.push({ window, reason: 'error', message: (error as Error).message });
    return null;
  }
}

/** Equal only when an evaluation would say the same. */
function markOf({ sha256 }: KnownProfile, predictions: WindowExtent, feedback: WindowExtent): string {
  return [sha256, predictions.rows, predictions.mark, feedback.rows, feedback.mark].join(' ');
}

function stateOf({ rows, from, to }: WindowExtent, { minimum, size }: { minimum: number; size: number }) {
  return { rows, minimum, size, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
}

async function failingAs<Result>(
  reason: FailureReason,
  act: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (cause) {
    throw new EvaluationFailed(reason, cause);
  }
}
