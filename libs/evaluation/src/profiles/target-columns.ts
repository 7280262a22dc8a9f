import { ALARM_LEVEL } from '../drift/index.js';
import type { RawColumn } from '../samples/index.js';
import { type ColumnOptions, type ColumnSource, profileColumn } from './column-profile.js';
import type { ProfileSpec, ReferenceTable } from './profile-spec.js';
import type { ReferenceProfile } from './reference-profile.js';

const TARGET = 'target';
const PROBABILITY = 'probability';

/** The profiles of the actual values and of the probabilities; absent where there are none. */
export function labelProfiles(
  table: ReferenceTable,
  spec: ProfileSpec,
  options: ColumnOptions,
): Pick<ReferenceProfile, 'targets' | 'probabilities'> {
  const profiled = (columns: readonly ColumnSource[]) => {
    const level = ALARM_LEVEL / columns.length;
    return columns.map((column) => profileColumn(column, { ...options, level }));
  };
  const targets = profiled(targetColumns(table, spec));
  const probabilities = profiled(probabilityColumns(table));
  return {
    ...(targets.length > 0 && { targets }),
    ...(probabilities.length > 0 && { probabilities }),
  };
}

/** The columns of the actual values, as those of the predictions; none without labels. */
function targetColumns(
  { actual, actualOutcomes }: ReferenceTable,
  { classes, outcomes = [] }: ProfileSpec,
): ColumnSource[] {
  const parts = outcomes.filter(({ name }) => actualOutcomes?.[name] !== undefined);
  const columns =
    parts.length === 0
      ? [
          classes === null
            ? { ...columnOf(TARGET, null, actual ?? []), kind: 'numerical' as const }
            : { ...columnOf(TARGET, null, actual ?? []), kind: 'categorical' as const, categories: classes },
        ]
      : parts.map(({ name, kind }) => {
          const column = columnOf(TARGET, name, actualOutcomes?.[name] ?? []);
          return kind === 'number'
            ? { ...column, kind: 'numerical' as const }
            : { ...column, kind: 'categorical' as const, categories: [0, 1] };
        });
  return columns.filter(({ values }) => Array.prototype.some.call(values, (value) => value != null));
}

/** The columns of the probabilities that are compared. */
function probabilityColumns({ scores = {} }: ReferenceTable): ColumnSource[] {
  return Object.entries(scores).map(([name, values]) =>
    columnOf(PROBABILITY, name === '' ? null : name, values),
  );
}

function columnOf(feature: string, descriptor: string | null, values: RawColumn): ColumnSource {
  const name = descriptor === null ? feature : `${feature}.${descriptor}`;
  return { name, feature, descriptor, kind: 'numerical', integer: false, values };
}
