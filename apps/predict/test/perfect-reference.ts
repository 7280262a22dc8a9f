import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { shippedModels } from './toy-models.js';

/** Rows of the reference of heart-disease as CSV, each labelled as the model predicts: it is right about all of them. */
export function perfectReference(rows: number): string {
  const packed = readFileSync(join(shippedModels, 'heart-disease/1/reference.csv.gz'));
  const [header = '', ...lines] = gunzipSync(packed).toString().split('\n');
  // The columns end in target,prediction.
  return [header, ...lines.slice(0, rows).map((line) => line.replace(/[^,]+,([^,]+)$/, '$1,$1')), ''].join(
    '\n',
  );
}
