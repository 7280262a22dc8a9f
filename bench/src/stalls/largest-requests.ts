import { randomUUID } from 'node:crypto';
import { payloadOf } from '../payload.js';

const BODY_BYTES = 4 * 2 ** 20;
const AUTH_BODY_BYTES = 32 * 1024;
const MAX_BATCH_ROWS = 1_000;
const MAX_KEYS = 250_000;
const MAX_ALERTS = 2_000;
const FORM = 'application/x-www-form-urlencoded';

/** A request that is as large as a service accepts it, or refuses late. */
export interface LargeRequest {
  readonly name: string;
  readonly service: 'auth' | 'predict';
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  /** JSON without it. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the requests refer to. */
export interface Known {
  /** Ids of predictions of heart-disease. */
  readonly predictionIds: readonly string[];
  /** A model with as many features as any. */
  readonly wideModel: string;
}

/** The largest requests of every kind, of both services. */
export function largestRequests(known: Known): LargeRequest[] {
  return [...predictions(known), ...feedback(known), ...pages(known), ...alerts(), ...auth()];
}

/** The largest batch of the wide model. */
export function wideBatch(model: string): LargeRequest {
  return batch(`batch of ${model}`, model, [Object.fromEntries(wideRow(1_500))]);
}

function predictions({ wideModel }: Known): LargeRequest[] {
  const [patient = {}] = payloadOf('heart-disease');
  const [product = {}] = payloadOf('product-category');
  const wordy = { ...product, description: 'armoire ancienne '.repeat(245) };
  const unique = Array.from({ length: 480 }, (_, place) => `mot${place}`).join(' ');
  return [
    ...['heart-disease', 'product-category', 'titanic-survival', 'weather-forecast', 'face-attributes'].map(
      (model) => batch(`batch of ${model}`, model, payloadOf(model)),
    ),
    batch('batch of texts, 4 MB', 'product-category', [wordy]),
    batch('batch of texts, all words new', 'product-category', [{ ...product, description: unique }]),
    wideBatch(wideModel),
    single('one row of 4 MB', 'product-category', {
      ...product,
      description: 'a '.repeat(BODY_BYTES / 2 - 500),
    }),
    single('one text of 15,000 characters', 'product-category', {
      ...product,
      description: 'mot '.repeat(3_750),
    }),
    single(
      'one row with 249,000 unknown keys',
      'heart-disease',
      Object.fromEntries(wideRow(MAX_KEYS - 1_000)),
    ),
    single('one row with 2,000,000 numbers', 'heart-disease', { ...patient, age: Array(2_000_000).fill(1) }),
    predictBatch(
      'batch of 1,000 invalid rows',
      'heart-disease',
      Array(MAX_BATCH_ROWS).fill({ ...patient, age: 'x' }),
    ),
    predictBatch('batch of 40,000 rows', 'heart-disease', Array(40_000).fill({ age: 1 })),
    predictBatch(
      'batch of 1,000 rows, 249 unknown keys each',
      'heart-disease',
      Array(900).fill(Object.fromEntries(wideRow(249))),
    ),
  ];
}

function feedback({ predictionIds }: Known): LargeRequest[] {
  const path = '/feedback/batch';
  const of = (ids: readonly string[], actual: unknown) =>
    JSON.stringify({ feedback: ids.map((prediction_id) => ({ prediction_id, actual })) });
  const strangers = Array.from({ length: 1_000 }, () => randomUUID());
  return [
    {
      name: 'feedback for 1,000 predictions',
      service: 'predict',
      path,
      body: of(predictionIds.slice(0, 1_000), 'disease'),
    },
    {
      name: 'feedback for 50,000 predictions',
      service: 'predict',
      path,
      body: of(predictionIds, 'no_disease'),
    },
    {
      name: 'feedback for 1,000 unknown predictions',
      service: 'predict',
      path,
      body: of(strangers, 'disease'),
    },
    { name: 'feedback with 50,000 wrong values', service: 'predict', path, body: of(predictionIds, null) },
  ];
}

function pages({ wideModel }: Known): LargeRequest[] {
  const get = (path: string, headers: Record<string, string> = {}): LargeRequest => ({
    name: `GET ${path}${headers['Accept'] === undefined ? '' : ` as ${headers['Accept']}`}`,
    service: 'predict',
    method: 'GET',
    path,
    headers,
  });
  return [
    get(`/models/${wideModel}/report`, { Accept: 'text/html' }),
    get(`/models/${wideModel}/report`, { Accept: 'application/json' }),
    get(`/models/${wideModel}/drift`),
    get(`/models/${wideModel}/quality`),
    get(`/models/${wideModel}`),
    get('/models'),
    get('/models/heart-disease/versions/1/labelled?limit=5000'),
    get('/retrains'),
    get('/audit'),
    get('/health'),
    get('/metrics'),
    get('/metrics', { Accept: 'text/plain', 'Accept-Encoding': 'identity' }),
    get('/docs/json'),
    get('/docs/yaml'),
  ];
}

function alerts(): LargeRequest[] {
  const alert = { status: 'firing', labels: { alertname: 'Other', model: 'heart-disease' } };
  const body = (alerts: readonly object[]) => JSON.stringify({ version: '4', groupKey: 'a', alerts });
  const named = (place: number) => ({
    ...alert,
    fingerprint: String(place),
    annotations: { text: 'x'.repeat(250) },
  });
  const all = Array.from({ length: MAX_ALERTS }, (_, place) => named(place));
  const one = { ...alert, annotations: { text: 'x'.repeat(BODY_BYTES - 1_000) } };
  return [
    { name: 'POST /alerts with 2,000 alerts', service: 'predict', path: '/alerts', body: body(all) },
    { name: 'POST /alerts with 4 MB of text', service: 'predict', path: '/alerts', body: body([one]) },
  ];
}

function auth(): LargeRequest[] {
  const large = 'x'.repeat(AUTH_BODY_BYTES - 200);
  const scopes = Array(3_000).fill('predict');
  return [
    {
      name: 'POST /oauth/token',
      service: 'auth',
      path: '/oauth/token',
      type: FORM,
      body: `grant_type=client_credentials&client_id=a&client_secret=${large}`,
    },
    {
      name: 'POST /oauth/token with 5,000 fields',
      service: 'auth',
      path: '/oauth/token',
      type: FORM,
      body: 'a=1&'.repeat(8_000),
    },
    {
      name: 'POST /login',
      service: 'auth',
      path: '/login',
      body: JSON.stringify({ username: 'admin', password: large }),
    },
    {
      name: 'POST /oauth/introspect',
      service: 'auth',
      path: '/oauth/introspect',
      type: FORM,
      body: `token=${large}`,
    },
    {
      name: 'PATCH /users/{name}',
      service: 'auth',
      method: 'PATCH',
      path: '/users/nobody',
      body: JSON.stringify({ scopes }),
    },
    { name: 'GET /audit', service: 'auth', method: 'GET', path: '/audit' },
    { name: 'GET /docs/json of auth', service: 'auth', method: 'GET', path: '/docs/json' },
  ];
}

/** A batch that is as large as the limits of rows, bytes and keys allow, from rows in turn. */
function batch(name: string, model: string, rows: readonly object[]): LargeRequest {
  const instances: object[] = [];
  let [bytes, keys] = [1_000, 10];
  for (let place = 0; place < MAX_BATCH_ROWS; place += 1) {
    const row = rows[place % rows.length] ?? {};
    bytes += JSON.stringify(row).length + 1;
    keys += Object.keys(row).length + 1;
    if (bytes > BODY_BYTES || keys > MAX_KEYS) break;
    instances.push(row);
  }
  return predictBatch(`${name}: ${instances.length} rows`, model, instances);
}

function predictBatch(name: string, model: string, instances: readonly object[]): LargeRequest {
  const body = JSON.stringify({ instances });
  return { name, service: 'predict', path: `/models/${model}/predict/batch`, body };
}

function single(name: string, model: string, row: object): LargeRequest {
  return { name, service: 'predict', path: `/models/${model}/predict`, body: JSON.stringify(row) };
}

function wideRow(columns: number): [string, number][] {
  return Array.from({ length: columns }, (_, place) => [`x${place}`, place % 7]);
}
