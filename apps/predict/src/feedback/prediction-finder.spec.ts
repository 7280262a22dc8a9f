import { expect, test } from '@jest/globals';
import { createUuidV7 } from '../predictions/log/uuid-v7.js';
import { FeedbackUnavailable, PredictionLogOff } from './feedback.errors.js';
import type { Label } from './labels.js';
import { PredictionFinder } from './prediction-finder.js';

const NOW = new Date(1_800_000_000_000);
const clock = { now: () => NOW };
const OLD = '01900000-0000-7000-8000-000000000000';
const known = (id: string): Omit<Label, 'actual'> => ({ id, model: 'toy', version: 1, predicted: 'yes' });

/** Has each prediction from the n-th query on. */
class ToyPredictions {
  queries = 0;
  constructor(private readonly arrival: Readonly<Record<string, number>>) {}

  find(ids: readonly string[]): Promise<Omit<Label, 'actual'>[]> {
    this.queries += 1;
    return Promise.resolve(ids.filter((id) => (this.arrival[id] ?? Infinity) <= this.queries).map(known));
  }
}

const log = (flush: () => Promise<void> = () => Promise.resolve()) => ({ enabled: true, flush });

test('queries the database once when it has every prediction', async () => {
  const predictions = new ToyPredictions({ [OLD]: 1 });
  const finder = new PredictionFinder(
    predictions,
    log(() => Promise.reject(new Error('must not be needed'))),
    clock,
  );
  expect(await finder.find([OLD])).toEqual(new Map([[OLD, known(OLD)]]));
  expect(predictions.queries).toBe(1);
});

test('moves the spool to the database to find a prediction in it', async () => {
  expect(
    await new PredictionFinder(new ToyPredictions({ [OLD]: 2 }), log(), clock).find([OLD]),
  ).toHaveProperty('size', 1);
});

test('waits for a recent prediction of another replica', async () => {
  const young = createUuidV7(() => NOW.getTime())();
  expect(
    await new PredictionFinder(new ToyPredictions({ [young]: 4 }), log(), clock).find([young]),
  ).toHaveProperty('size', 1);
});

test('asks to try again for a prediction of the last hour that is not in the database yet', async () => {
  const idOf = (ageMs: number) => createUuidV7(() => NOW.getTime() - ageMs)();
  const finder = new PredictionFinder(new ToyPredictions({}), log(), clock);
  for (const ageMs of [3_599_999, 2_000, -59_999]) {
    await expect(finder.find([idOf(ageMs)])).rejects.toMatchObject({
      code: 'prediction_pending',
      retryAfterS: 5,
    });
  }
  for (const ageMs of [3_600_000, -60_000]) expect(await finder.find([idOf(ageMs)])).toEqual(new Map());
  expect(await finder.find([idOf(5_000), OLD])).toEqual(new Map());
});

test('a prediction of another subject is as pending as an unknown one', async () => {
  const [foreign, unknown] = [2, 1].map((ageS) => createUuidV7(() => NOW.getTime() - ageS * 5_000)());
  const all = new ToyPredictions({ [foreign!]: 1, [OLD]: 1 });
  const ofStranger = {
    find: (ids: readonly string[], owner?: string) =>
      owner === undefined ? all.find(ids) : Promise.resolve([]),
  };
  const finder = new PredictionFinder(ofStranger, log(), clock);
  const answers = [foreign!, unknown!].map((id) =>
    finder.find([id], 'stranger').catch((error: unknown) => error),
  );
  const [toForeign, toUnknown] = await Promise.all(answers);
  expect(toForeign).toEqual(toUnknown);
  expect(toForeign).toMatchObject({ code: 'prediction_pending', retryAfterS: 5 });
  expect(await finder.find([OLD], 'stranger')).toEqual(new Map());
});

test('answers at once when 32 requests wait', async () => {
  const young = () => createUuidV7(() => NOW.getTime())();
  const predictions = new ToyPredictions({});
  let isOver = false;
  const finder = new PredictionFinder(predictions, log(), {
    now: () => new Date(NOW.getTime() + (isOver ? 2_000 : 0)),
  });
  const waiting = Array.from({ length: 32 }, () => finder.find([young()]).catch((error: unknown) => error));
  await new Promise(setImmediate);
  const before = predictions.queries;
  await expect(finder.find([young()])).rejects.toMatchObject({ code: 'prediction_pending' });
  expect(predictions.queries - before).toBe(2);
  isOver = true;
  for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ code: 'prediction_pending' });
});

test('does not wait for ids of predictions that cannot be recent', async () => {
  const predictions = new ToyPredictions({});
  const future = createUuidV7(() => NOW.getTime() + 60_000)();
  const random = '3f0a6c1e-8f43-4b52-9d67-0c1d2e3f4a5b';
  expect(await new PredictionFinder(predictions, log(), clock).find([OLD, future, random])).toEqual(
    new Map(),
  );
  expect(predictions.queries).toBe(2);
});

test('is unavailable while the spool cannot be moved, and rejected when the log is off', async () => {
  const stuck = new PredictionFinder(
    new ToyPredictions({}),
    log(() => Promise.reject(new Error('down'))),
    clock,
  );
  await expect(stuck.find([OLD])).rejects.toThrow(FeedbackUnavailable);
  const off = new PredictionFinder(new ToyPredictions({}), { ...log(), enabled: false }, clock);
  await expect(off.find([OLD])).rejects.toThrow(PredictionLogOff);
});
