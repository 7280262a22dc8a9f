import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { expectOneRun } from './one-run.js';
import { WatchedCase } from './watched-case.js';

/** Alertmanager forgets what it has sent, or there are several. */

let watched: WatchedCase;

beforeEach(async () => {
  watched = await WatchedCase.begin();
});
afterEach(() => watched.end());

test('Alertmanager killed and its storage lost sends the alert again, which leads to no second run', async () => {
  const killed = await watched.alertmanager('first');
  const prometheus = await watched.prometheus();
  await watched.untilDecided('accepted');
  await expectOneRun(watched.loop, watched.predict);
  await killed.kill();
  await watched.alertmanager('first', { forgotten: true });
  await watched.untilDecided('duplicate');
  expect(await watched.loop.airflow.runs()).toHaveLength(1);
  expect(await watched.loop.trail(watched.predict)).toHaveLength(1);
  await watched.recover(prometheus);
});

test('two Alertmanagers that know each other lead to one run', async () => {
  await watched.alertmanager('first', { cluster: ['second'] });
  await watched.alertmanager('second', { cluster: ['first'] });
  const prometheus = await watched.prometheus();
  await watched.untilDecided('accepted');
  await expectOneRun(watched.loop, watched.predict);
  await watched.recover(prometheus);
});

test('two Alertmanagers cut off from each other both send the alert, which leads to one run', async () => {
  await watched.alertmanager('first');
  await watched.alertmanager('second');
  const prometheus = await watched.prometheus();
  await watched.untilDecided('accepted');
  await watched.untilDecided('duplicate');
  await expectOneRun(watched.loop, watched.predict);
  await watched.recover(prometheus);
});
