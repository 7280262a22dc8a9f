import { Random } from './random.mjs';
import { wrongValues } from './wrong-values.mjs';

/** More than a body may have unless the service's settings allow it; then its content is what is refused. */
const OVERSIZED_BYTES = 4 * 2 ** 20 + 1;

/**
 * @typedef {object} BadRequest a request that has to be answered with a 4xx
 * @property {string} kind
 * @property {string} path
 * @property {string} body
 * @property {Record<string, string>} [headers]
 */

/** Bad requests of every kind in turn, each made from another row of the reference. */
export class BadRequests {
  #model;
  #random;
  #made = 0;

  /** @param {import('./reference-model.mjs').ReferenceModel} model @param {number} seed */
  constructor(model, seed) {
    this.#model = model;
    this.#random = new Random(seed, 'bad requests');
  }

  /** @returns {BadRequest} */
  next() {
    const kinds = Object.keys(makers);
    const kind = kinds[this.#made++ % kinds.length];
    const { manifest, rows } = this.#model;
    const subject = {
      path: `/models/${manifest.name}/predict`,
      features: this.#random.pick(rows).features,
      feature: this.#random.pick(manifest.features),
      random: this.#random,
    };
    return { kind, path: subject.path, ...makers[kind](subject) };
  }
}

const makers = {
  'wrong value': (subject) => ({ body: withWrongValue(subject) }),
  'missing feature': ({ features, feature: { name } }) => ({
    body: json({ ...features, [name]: undefined }),
  }),
  'unknown feature': ({ features }) => ({ body: json({ ...features, 'no such feature': 1 }) }),
  'one wrong value in a batch': (subject) => ({
    path: `${subject.path}/batch`,
    body: `{"instances":[${json(subject.features)},${withWrongValue(subject)}]}`,
  }),
  'empty batch': ({ path }) => ({ path: `${path}/batch`, body: '{"instances":[]}' }),
  'batch without instances': ({ path, features }) => ({ path: `${path}/batch`, body: json(features) }),
  'list for a row': ({ features }) => ({ body: json(Object.values(features)) }),
  'malformed JSON': ({ features }) => ({ body: json(features).slice(0, -1) }),
  'another media type': ({ features }) => ({
    body: json(features),
    headers: { 'Content-Type': 'text/plain' },
  }),
  'oversized body': ({ features }) => ({
    body: json({ ...features, 'no such feature': 'a'.repeat(OVERSIZED_BYTES) }),
  }),
  'unknown model': ({ features }) => ({ path: '/models/no-such-model/predict', body: json(features) }),
  'refused token': ({ features }) => ({
    body: json(features),
    headers: { Authorization: 'Bearer nonsense' },
  }),
  'feedback for no prediction': ({ random }) => feedback({ prediction_id: unknownId(random), actual: 'x' }),
  'feedback with a malformed id': () => feedback({ prediction_id: 'the last one', actual: 'x' }),
  'feedback without the truth': ({ random }) => feedback({ prediction_id: unknownId(random) }),
};

/** Every kind of bad request. */
export const badRequestKinds = Object.keys(makers);

const json = (value) => JSON.stringify(value);
const feedback = (body) => ({ path: '/feedback', body: json(body) });

function withWrongValue({ features, feature, random }) {
  const members = Object.entries({ ...features, [feature.name]: undefined }).map(([name, value]) => {
    const text = name === feature.name ? random.pick(wrongValues(feature)) : json(value);
    return `${json(name)}:${text}`;
  });
  return `{${members.join(',')}}`;
}

/** A UUID of version 4 that no service has given. */
function unknownId(random) {
  const digits = Array.from({ length: 30 }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(12, 15)}`,
    `8${digits.slice(15, 18)}`,
  ];
  return [...parts, digits.slice(18)].join('-');
}
