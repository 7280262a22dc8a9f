import { z } from 'zod';
import { type Datatype, isWhole } from '../tensors/index.js';
import { driftFields, featureFields, FILL } from './feature-fields.js';
import type { ElementEncoder, FeatureType, FeatureValue } from './feature-type.js';
import { elementOf, notANumber } from './number.js';

const DAY_MS = 86_400_000;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const WITHOUT_OFFSET = /T[^Z+-]*$/;
const RULE = 'must be a date or date-time of ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z';

const isoText = z.string().refine((text) => !Number.isNaN(timeOf(text)), { error: RULE });

export const dateFeature = z.strictObject({
  ...featureFields,
  ...driftFields.numerical,
  type: z.literal('date'),
  encoding: z
    .enum(['epoch_days', 'epoch_seconds', 'text'])
    .default('epoch_days')
    .describe('What the graph receives: days or seconds since 1970, or the text as it is'),
  minimum: isoText.optional(),
  maximum: isoText.optional(),
  fill: z
    .union([z.string().max(100), z.number()])
    .optional()
    .describe(FILL),
  example: isoText.optional(),
});

type DateFeature = z.infer<typeof dateFeature>;

/** A date or date-time of ISO 8601; without an offset it is in UTC. */
export const date: FeatureType<DateFeature> = {
  problems: dateProblems,
  misfit: dateMisfit,
  valueSchema: ({ minimum, maximum }) => dateSchema(minimum, maximum),
  fillSchema: ({ encoding }) => (encoding === 'text' ? z.string() : z.union([isoText, z.number()])),
  encoder: dateEncoder,
  missing: (_feature, datatype) => notANumber(datatype),
  exampleOf: ({ example, minimum = '2026-01-31' }) => example ?? minimum,
  parseCell: (_feature, cell) => dateCell(cell),
  profileOf: ({ name, drift }) => ({
    name,
    kind: 'date',
    method: drift?.method,
    threshold: drift?.threshold,
  }),
};

/** Milliseconds since 1970; NaN for a text that is no date of ISO 8601, such as 2026-02-30. */
function timeOf(text: string): number {
  if (!ISO_8601.test(text)) return NaN;
  const day = text.slice(0, 10);
  // Date.parse takes the 30th of February for the 2nd of March.
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return NaN;
  return Date.parse(WITHOUT_OFFSET.test(text) ? `${text}Z` : text);
}

function dateSchema(minimum?: string, maximum?: string): z.ZodType<FeatureValue> {
  const [lowest, highest] = [minimum, maximum].map((bound) => (bound === undefined ? NaN : timeOf(bound)));
  return isoText
    .refine((text) => !(timeOf(text) < lowest!), { error: `must be ${minimum} or later` })
    .refine((text) => !(timeOf(text) > highest!), { error: `must be ${maximum} or earlier` });
}

function dateProblems({ minimum, maximum, example }: DateFeature): string[] {
  if (minimum !== undefined && maximum !== undefined && timeOf(minimum) > timeOf(maximum)) {
    return ['minimum is later than maximum'];
  }
  return example === undefined || dateSchema(minimum, maximum).safeParse(example).success
    ? []
    : ['example is out of bounds'];
}

function dateMisfit({ encoding }: DateFeature, datatype: Datatype): string | undefined {
  if (encoding === 'text') {
    return datatype === 'BYTES' ? undefined : 'is encoded as text, but the input holds numbers';
  }
  if (datatype === 'BYTES') return `is encoded as ${encoding}, but the input holds strings`;
  return isWhole(datatype) && datatype !== 'INT64' && datatype !== 'INT32'
    ? `is encoded as ${encoding}, which ${datatype} does not hold`
    : undefined;
}

/** Tensors of whole numbers receive whole days or seconds. */
function dateEncoder({ encoding }: DateFeature, datatype: Datatype): ElementEncoder | undefined {
  if (encoding === 'text') return undefined;
  const unit = encoding === 'epoch_days' ? DAY_MS : 1_000;
  const round = isWhole(datatype) ? Math.floor : (value: number) => value;
  return (value) =>
    elementOf(typeof value === 'string' ? round(timeOf(value) / unit) : Number(value), datatype);
}

/** pandas writes a space between date and time; Parquet has dates of its own. */
function dateCell(cell: unknown): unknown {
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '');
  return typeof cell === 'string' ? cell.trim().replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T') : cell;
}
