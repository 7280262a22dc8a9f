import type { RawColumn } from '../samples/index.js';
import type { ColumnSource } from './column-profile.js';
import {
  type OutcomeSpec,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceTable,
} from './profile-spec.js';

/** The name of the predictions among columns. */
const PREDICTION = 'prediction';

/** The columns of the model's predictions: one, or those of its outcomes. @throws {ProfileInputInvalid} */
export function outcomeColumns(table: ReferenceTable, { classes, outcomes }: ProfileSpec): ColumnSource[] {
  if (outcomes === undefined || outcomes.length === 0) {
    const kind = classes === null ? 'numerical' : 'categorical';
    return [{ ...columnOf(null, table.predictions), kind, categories: classes ?? undefined }];
  }
  return outcomes.map((outcome) => {
    const values = table.outcomes?.[outcome.name];
    if (values === undefined) throw new ProfileInputInvalid(`the reference has no outcome ${outcome.name}`);
    return { ...columnOf(outcome.name, values), ...typeOf(outcome, classes) };
  });
}

function typeOf({ kind }: OutcomeSpec, classes: readonly string[] | null) {
  if (kind === 'number') return { kind: 'numerical' } as const;
  return { kind: 'categorical', categories: kind === 'label' ? [0, 1] : (classes ?? undefined) } as const;
}

function columnOf(outcome: string | null, values: RawColumn): ColumnSource {
  const name = outcome === null ? PREDICTION : `${PREDICTION}.${outcome}`;
  return { name, feature: PREDICTION, descriptor: outcome, kind: 'numerical', integer: false, values };
}
