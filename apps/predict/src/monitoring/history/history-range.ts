import { type Issue, ValidationFailed } from '@plumbline/errors';

const MINUTE_S = 60;
const DAY_S = 86_400;
/** How far history reaches back. */
export const HISTORY_DAYS = 90;
/** Older rows are stored for each quarter of an hour. */
const FINE_DAYS = 2;
const COARSE_S = 900;
const DEFAULT_S = DAY_S;
const MAX_POINTS = 500;

/** Buckets start at multiples of their length, so that the points of two answers are at the same times. */
const RESOLUTIONS_S = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400];

/** The buckets of a history. */
export interface HistoryRange {
  /** The start of the first bucket, in seconds since the epoch. */
  readonly fromS: number;
  readonly resolutionS: number;
  readonly points: number;
}

/** The range that a client asks for. */
export interface RequestedRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly resolution?: number | undefined;
}

/** What the resolution may depend on. */
export interface RangeLimits {
  readonly now: Date;
  /** Between two evaluations. */
  readonly intervalMs: number;
}

/** The last 24 hours by default, with the finest resolution that gives at most 500 points. @throws {ValidationFailed} */
export function historyRange(asked: RequestedRange, { now, intervalMs }: RangeLimits): HistoryRange {
  const nowS = now.getTime() / 1000;
  const toS = asked.to === undefined ? nowS : Date.parse(asked.to) / 1000;
  const fromS = asked.from === undefined ? toS - DEFAULT_S : Date.parse(asked.from) / 1000;
  const issues = issuesOf(asked, fromS, toS);
  if (issues.length > 0) throw new ValidationFailed(issues);
  const stored = fromS < nowS - FINE_DAYS * DAY_S ? COARSE_S : MINUTE_S;
  const finest = Math.max(stored, intervalMs / 1000);
  const fits = (resolution: number) => pointsOf(fromS, toS, resolution) <= MAX_POINTS;
  const resolutionS = asked.resolution ?? RESOLUTIONS_S.find((one) => one >= finest && fits(one)) ?? DAY_S;
  return {
    fromS: Math.floor(fromS / resolutionS) * resolutionS,
    resolutionS,
    points: pointsOf(fromS, toS, resolutionS),
  };
}

function issuesOf(asked: RequestedRange, fromS: number, toS: number): Issue[] {
  const at = asked.from === undefined ? 'to' : 'from';
  if (fromS >= toS) return [{ path: [at], message: 'must be before `to`, whose default is now' }];
  if (toS - fromS > HISTORY_DAYS * DAY_S)
    return [{ path: [at], message: `must be at most ${HISTORY_DAYS} days before \`to\`` }];
  const { resolution } = asked;
  if (resolution === undefined || pointsOf(fromS, toS, resolution) <= MAX_POINTS) return [];
  return [{ path: ['resolution'], message: `gives more than ${MAX_POINTS} points for this range` }];
}

/** The buckets that the range touches. */
function pointsOf(fromS: number, toS: number, resolutionS: number): number {
  return Math.ceil(toS / resolutionS) - Math.floor(fromS / resolutionS);
}
