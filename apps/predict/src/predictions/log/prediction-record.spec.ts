import { expect, test } from '@jest/globals';
import { type PredictionRecord, recordJson } from './prediction-record.js';

const record: PredictionRecord = {
  id: '01900000-0000-7000-8000-000000000000',
  at: 1,
  model: 'toy',
  version: 1,
  subject: 'someone',
  features: { text: 'plain', count: 3, flag: true },
  prediction: 'yes',
  probabilities: [0.25, 0.75],
};

test('is the record as JSON', () => {
  expect(JSON.parse(recordJson(record))).toEqual(record);
});

test('replaces NUL and unpaired surrogates, which PostgreSQL cannot store, in values and keys', () => {
  const features = { 'na\0me': 'a\0b', half: 'x\ud83dy', whole: '\u{1f600}' };
  expect(JSON.parse(recordJson({ ...record, subject: '\udc00', features }))).toEqual({
    ...record,
    subject: '\ufffd',
    features: { 'na\ufffdme': 'a\ufffdb', half: 'x\ufffdy', whole: '\u{1f600}' },
  });
});

test('keeps other control characters, and a backslash that looks like an escape', () => {
  const features = { text: '\u0001\t\n\u007f', escape: '\\u0000' };
  expect(JSON.parse(recordJson({ ...record, features }))).toEqual({ ...record, features });
});
