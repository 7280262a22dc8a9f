import { storableText } from '@plumbline/errors';
import type { PredictionRecord } from './prediction-record.js';

/**
 * The JSON text of a record. PostgreSQL stores neither NUL nor half of a surrogate pair, so both become U+FFFD;
 * `JSON.stringify` escapes them as it escapes other control characters, which is why most records need no second look.
 */
export function recordJson(record: PredictionRecord): string {
  const json = JSON.stringify(record);
  return json.includes('\\u') ? JSON.stringify(record, storable) : json;
}

function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), item]));
}
