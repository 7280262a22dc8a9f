import { MAX_SEGMENTS, type PreparedColumn, type PreparedProfile } from '@plumbline/evaluation';
import type { OmittedNames } from '@plumbline/metrics';
import { type Manifest, MAX_NAMED_COLUMNS, MAX_NAMED_OUTCOMES, outcomeNames } from '../manifest/index.js';

/**
 * The series of one version, about 5,000 with those that have no names. A class has up to 19 (3 outcomes, its predictions
 * and its confidence), a column up to 8 (4 of drift, 2 of missing values, 2 of issues), a bin 2, a segment 4.
 */
const MAX_SERIES = 4_800;
const SERIES_PER_OUTCOME = 19;
const SERIES_PER_COLUMN = 8;
const SERIES_PER_BIN = 2;
const SERIES_PER_SEGMENT = 4;

/**
 * The names of a version that have no series of their own: all but the first, in the order of the manifest. They depend on
 * its files alone, so all replicas omit the same ones.
 */
export function omittedNames(manifest: Manifest, profile: PreparedProfile | undefined): OmittedNames {
  const outcomes = outcomeNames(manifest);
  const { columns = [], predictions = [] } = profile ?? {};
  const kept = [...columns.slice(0, MAX_NAMED_COLUMNS), ...predictions.slice(0, MAX_NAMED_OUTCOMES)];
  const used =
    Math.min(outcomes.length, MAX_NAMED_OUTCOMES) * SERIES_PER_OUTCOME +
    kept.length * SERIES_PER_COLUMN +
    (manifest.segments ?? []).length * MAX_SEGMENTS * SERIES_PER_SEGMENT +
    (manifest.data_quality?.rules ?? []).length;
  return {
    outcomes: new Set(outcomes.slice(MAX_NAMED_OUTCOMES)),
    features: namesWithout([...columns, ...predictions], kept),
    binned: columnsBeyond(MAX_SERIES - used, columns),
  };
}

/** The names of columns, and of features, of which no column is kept. */
function namesWithout(columns: readonly PreparedColumn[], kept: readonly PreparedColumn[]): Set<string> {
  const keptNames = new Set(kept.flatMap(namesOf));
  return new Set(columns.flatMap(namesOf).filter((name) => !keptNames.has(name)));
}

function namesOf({ profile: { name, feature } }: PreparedColumn): string[] {
  return [name, feature];
}

/** The names of the columns whose bins come after the limit. */
function columnsBeyond(limit: number, columns: readonly PreparedColumn[]): Set<string> {
  let series = 0;
  const beyond = columns.filter(({ labels }) => (series += labels.length * SERIES_PER_BIN) > limit);
  return new Set(beyond.map(({ profile }) => profile.name));
}
