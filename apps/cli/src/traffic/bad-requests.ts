import { Random } from './random.js';
import type { ReferenceModel, RowFeatures, TrafficFeature } from './reference-model.js';

/** Larger than a body may be with default settings; where it is allowed, its content is refused. */
const OVERSIZED_BYTES = 4 * 2 ** 20 + 1;

/** A request that must be answered with a 4xx. */
export interface BadRequest {
  readonly kind: string;
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a bad request is made from. */
interface Subject {
  readonly path: string;
  readonly features: RowFeatures;
  readonly feature: TrafficFeature;
  /** A feature that must be given. */
  readonly required: TrafficFeature;
  readonly random: Random;
}

/** Bad requests of every kind in turn, each made from another row of the reference. */
export class BadRequests {
  private readonly random: Random;
  private readonly turns;
  private readonly required: TrafficFeature | undefined;

  constructor(
    private readonly model: ReferenceModel,
    seed: number,
  ) {
    this.random = new Random(seed, 'bad requests');
    this.required = model.manifest.features.find(({ nullable }) => !nullable);
    this.turns = inTurn(this.required ? kinds : kinds.filter(([kind]) => kind !== MISSING_FEATURE));
  }

  next(): BadRequest {
    const { manifest, rows } = this.model;
    const { features } = this.random.pick(rows);
    const feature = this.random.pick(manifest.features);
    const subject = {
      path: `/models/${manifest.name}/predict`,
      features,
      feature,
      required: feature.nullable ? (this.required ?? feature) : feature,
      random: this.random,
    };
    const [kind, make] = this.turns.next().value;
    return { kind, path: subject.path, ...make(subject) };
  }
}

function* inTurn<Value>(values: readonly Value[]): Generator<Value, never> {
  for (;;) yield* values;
}

type Maker = (subject: Subject) => Partial<BadRequest> & Pick<BadRequest, 'body'>;

const MISSING_FEATURE = 'missing feature';

const kinds: readonly (readonly [kind: string, make: Maker])[] = [
  ['wrong value', (subject) => ({ body: withWrongValue(subject) })],
  [
    MISSING_FEATURE,
    ({ features, required }) => ({ body: json({ ...features, [required.name]: undefined }) }),
  ],
  ['unknown feature', ({ features }) => ({ body: json({ ...features, 'no such feature': 1 }) })],
  [
    'one wrong value in a batch',
    (subject) => ({
      path: `${subject.path}/batch`,
      body: `{"instances":[${json(subject.features)},${withWrongValue(subject)}]}`,
    }),
  ],
  ['empty batch', ({ path }) => ({ path: `${path}/batch`, body: '{"instances":[]}' })],
  ['batch without instances', ({ path, features }) => ({ path: `${path}/batch`, body: json(features) })],
  ['list for a row', ({ features }) => ({ body: json(Object.values(features)) })],
  ['malformed JSON', ({ features }) => ({ body: json(features).slice(0, -1) })],
  [
    'another media type',
    ({ features }) => ({ body: json(features), headers: { 'Content-Type': 'text/plain' } }),
  ],
  [
    'oversized body',
    ({ features }) => ({ body: json({ ...features, 'no such feature': 'a'.repeat(OVERSIZED_BYTES) }) }),
  ],
  ['unknown model', ({ features }) => ({ path: '/models/no-such-model/predict', body: json(features) })],
  [
    'refused token',
    ({ features }) => ({ body: json(features), headers: { Authorization: 'Bearer nonsense' } }),
  ],
  ['feedback for no prediction', ({ random }) => feedback({ prediction_id: unknownId(random), actual: 'x' })],
  ['feedback with a malformed id', () => feedback({ prediction_id: 'the last one', actual: 'x' })],
  ['feedback without the truth', ({ random }) => feedback({ prediction_id: unknownId(random) })],
];

const json = (value: unknown) => JSON.stringify(value);
const feedback = (body: object) => ({ path: '/feedback', body: json(body) });

function withWrongValue({ features, feature, random }: Subject): string {
  const members = Object.entries({ ...features, [feature.name]: undefined }).map(([name, value]) => {
    const text = name === feature.name ? random.pick(wrongValues(feature)) : json(value);
    return `${json(name)}:${text}`;
  });
  return `{${members.join(',')}}`;
}

const NOT_NUMBERS = ['"a lot"', '"NaN"', '"Infinity"', 'true', '[1]'];

/** Values that a feature does not take, as JSON text: some are no JSON at all, or infinite once parsed. */
function wrongValues(feature: TrafficFeature): readonly string[] {
  return ['{}', 'NaN', '1e999', ...wrongByType(feature)];
}

function wrongByType(feature: TrafficFeature): readonly string[] {
  switch (feature.type) {
    case 'number':
      return [...NOT_NUMBERS, ...outOfBounds(feature)];
    case 'integer':
      return [...NOT_NUMBERS, '0.5', ...outOfBounds(feature)];
    case 'boolean':
      return ['"maybe"', '2', '[true]'];
    case 'category':
      return [
        ...(typeof feature.categories[0] === 'string' ? ['12345', 'false'] : ['"a lot"', 'true']),
        ...(feature.allow_unknown ? [] : ['"unheard of"']),
      ];
    case 'text':
      return ['12345', 'false', json('a'.repeat(feature.max_length + 1)), json('a\0b')];
    case 'array':
      return ['12345', '[]', '[["a lot"]]', json(feature.shape)];
    case 'date':
      return ['12345', 'false', '"yesterday"', '"2026-02-30"'];
    case 'image':
      return ['12345', 'false', '"no picture"', json(Buffer.from('no picture').toString('base64'))];
  }
}

function outOfBounds({ minimum, maximum }: { minimum?: number; maximum?: number }): readonly string[] {
  return [
    ...(maximum === undefined ? [] : [json(maximum + 1)]),
    ...(minimum === undefined ? [] : [json(minimum - 1)]),
  ];
}

/** A UUID of version 4 that no service has issued. */
function unknownId(random: Random): string {
  const digits = Array.from({ length: 30 }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(12, 15)}`,
    `8${digits.slice(15, 18)}`,
  ];
  return [...parts, digits.slice(18)].join('-');
}
