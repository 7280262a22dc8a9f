import {
  findWeakSlices,
  type PreparedProfile,
  readColumns,
  type RowScores,
  segmentFeatures,
  type SegmentQuality,
  segmentQuality,
  type SegmentShare,
  segmentShares,
  type SliceColumn,
  type ValueWords,
  type WeakSlice,
} from '@plumbline/evaluation';
import type { Feature, FeatureRow, Manifest } from '../../models/manifest/index.js';
import { labelScores } from '../../models/profiles/index.js';

/** A labelled prediction whose features are still in the log. */
export interface LabelledRow {
  readonly features: FeatureRow;
  readonly predicted: string;
  readonly actual: string;
}

/** Where a model is right and wrong: by declared segment, and the slices that a search has found. */
export interface LabelledSegments {
  /** The labelled rows whose features are still in the log. */
  readonly rows: number;
  readonly metric: RowScores['metric'];
  readonly declared: readonly SegmentQuality[];
  readonly weak: readonly WeakSlice[];
}

/** The segments of a version in both windows. */
export interface SegmentEvaluation {
  /** Null without a profile, or below the minimum of predictions. */
  readonly shares: readonly SegmentShare[] | null;
  /** Null without a profile, or below the minimum of labels. */
  readonly quality: LabelledSegments | null;
}

/** The search takes the first columns of a wider model. */
const MAX_COLUMNS = 50;

/** The shares of the declared segments among predictions. */
export function windowShares(
  manifest: Manifest,
  profile: PreparedProfile,
  rows: readonly { readonly features: FeatureRow }[],
): SegmentShare[] {
  const features = declared(manifest, profile);
  return segmentShares(features, columnsOf(profile, features, rows));
}

/** The quality by segment, over labelled rows. */
export function labelledSegments(
  manifest: Manifest,
  profile: PreparedProfile,
  rows: readonly LabelledRow[],
): LabelledSegments {
  const scores = labelScores(manifest, rows);
  const features = declared(manifest, profile);
  return {
    rows: rows.length,
    metric: scores.metric,
    declared: segmentQuality(features, columnsOf(profile, features, rows), scores),
    weak: findWeakSlices(sliceColumns(manifest, profile, rows), scores),
  };
}

function declared({ features, segments = [] }: Manifest, profile: PreparedProfile) {
  const words = new Map(features.map((feature) => [feature.name, wordsOf(feature)]));
  return segmentFeatures(
    profile,
    segments.map((name) => ({ name, words: words.get(name) ?? 'category' })),
  );
}

/** Every column that is compared, except those that tell whether there is a value. */
function sliceColumns(
  { features }: Manifest,
  profile: PreparedProfile,
  rows: readonly LabelledRow[],
): SliceColumn[] {
  const words = new Map(features.map((feature) => [feature.name, wordsOf(feature)]));
  const used = profile.columns
    .map((column) => column.profile)
    .filter(({ kind, descriptor }) => kind === 'numerical' || descriptor === null)
    .slice(0, MAX_COLUMNS);
  const columns = columnsOf(profile, used, rows);
  return used.flatMap(({ name, feature, descriptor }) => {
    const values = columns[name];
    const own = descriptor === null ? (words.get(feature) ?? 'number') : 'number';
    return values === undefined ? [] : [{ name, words: own, values }];
  });
}

function columnsOf(
  profile: PreparedProfile,
  names: readonly { readonly name: string }[],
  rows: readonly { readonly features: FeatureRow }[],
) {
  const wanted = new Set(names.map(({ name }) => name));
  const columns = profile.columns.map((column) => column.profile).filter(({ name }) => wanted.has(name));
  const features = new Set(columns.map(({ feature }) => feature));
  const table = Object.fromEntries(
    [...features].map((name) => [name, rows.map((row) => row.features[name] ?? null)]),
  );
  return readColumns(
    profile,
    names.map(({ name }) => name),
    table,
  );
}

function wordsOf({ type }: Feature): ValueWords {
  return type === 'boolean' || type === 'category' || type === 'date' ? type : 'number';
}
