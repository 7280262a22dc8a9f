import { expect, test } from '@jest/globals';
import { createUuidV7 } from '../predictions/api/uuid-v7.js';
import { FeedbackUnavailable, PredictionLogOff } from './feedback.errors.js';
import type { KnownPrediction } from './labels.js';
import { PredictionFinder } from './prediction-finder.js';

const OLD = '01900000-0000-7000-8000-000000000000';
const known = (id: string): KnownPrediction => ({ id, model: 'toy', version: 1, predicted: 'yes' });

/** Holds predictions from the n-th look on. */
class ToyPredictions {
  looks = 0;
  constructor(private readonly arrival: Readonly<Record<string, number>>) {}

  find(ids: readonly string[]): Promise<KnownPrediction[]> {
    this.looks += 1;
    return Promise.resolve(ids.filter((id) => (this.arrival[id] ?? Infinity) <= this.looks).map(known));
  }
}

const log = (flush: () => Promise<void> = () => Promise.resolve()) => ({ enabled: true, flush });

test('asks the database once when it has every prediction', async () => {
  const predictions = new ToyPredictions({ [OLD]: 1 });
  const finder = new PredictionFinder(
    predictions,
    log(() => Promise.reject(new Error('must not be needed'))),
  );
  expect(await finder.find([OLD])).toEqual(new Map([[OLD, known(OLD)]]));
  expect(predictions.looks).toBe(1);
});

test('finds what is still in the spool by moving it to the database first', async () => {
  expect(await new PredictionFinder(new ToyPredictions({ [OLD]: 2 }), log()).find([OLD])).toHaveProperty(
    'size',
    1,
  );
});

test('waits a moment for a young prediction of another replica', async () => {
  const young = createUuidV7()();
  expect(await new PredictionFinder(new ToyPredictions({ [young]: 4 }), log()).find([young])).toHaveProperty(
    'size',
    1,
  );
});

test('does not wait for ids that cannot be on their way', async () => {
  const predictions = new ToyPredictions({});
  const future = createUuidV7(() => Date.now() + 60_000)();
  const random = '3f0a6c1e-8f43-4b52-9d67-0c1d2e3f4a5b';
  expect(await new PredictionFinder(predictions, log()).find([OLD, future, random])).toEqual(new Map());
  expect(predictions.looks).toBe(2);
});

test('is unavailable while the spool cannot be moved, and refused when nothing is logged', async () => {
  const stuck = new PredictionFinder(
    new ToyPredictions({}),
    log(() => Promise.reject(new Error('down'))),
  );
  await expect(stuck.find([OLD])).rejects.toThrow(FeedbackUnavailable);
  const off = new PredictionFinder(new ToyPredictions({}), {
    enabled: false,
    flush: () => Promise.resolve(),
  });
  await expect(off.find([OLD])).rejects.toThrow(PredictionLogOff);
});
