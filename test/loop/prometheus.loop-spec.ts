import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { expectOneRun } from './one-run.js';
import type { Part } from './parts.js';
import { WatchedCase } from './watched-case.js';

/** Prometheus dies and comes back with what it had on disk. */

let watched: WatchedCase;
let alertmanager: Part;

beforeEach(async () => {
  watched = await WatchedCase.begin();
  alertmanager = await watched.alertmanager('first');
});
afterEach(() => watched.end());

test('Prometheus killed while the alert is pending leads to one run, and the alert ends when F1 is back', async () => {
  const killed = await watched.prometheus();
  await watched.untilAlert(killed, 'pending');
  await killed.kill();
  const prometheus = await watched.prometheus();
  await watched.untilAlert(prometheus, 'firing');
  await watched.untilDecided('accepted');
  await expectOneRun(watched.loop, watched.predict);
  await watched.recover(prometheus);
});

test('Prometheus killed while the alert fires lets it end and fire anew, which is told and leads to no second run', async () => {
  const killed = await watched.prometheus();
  await watched.untilDecided('accepted');
  await killed.kill();
  await watched.untilForgotten(alertmanager);
  const prometheus = await watched.prometheus();
  await watched.untilDecided('in_flight');
  const { notifications } = await expectOneRun(watched.loop, watched.predict);
  expect(notifications).toBe(2);
  await watched.recover(prometheus);
});
