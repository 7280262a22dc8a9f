import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { timersBut } from '../../../test/timers.js';
import { until } from '../../../../../test/until.js';
import { EvaluationThread } from './evaluation-thread.js';
import type { RoundReport, RoundRequest } from './evaluation-worker.js';

const toy = { model: 'toy', version: 1 };

/** For a round that hangs, not for a slow machine. */
const HANG_MS = 300_000;

let folder: string;
let thread: EvaluationThread;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-thread-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  jest.useRealTimers();
  await thread.stop();
});

/** Time passes only when the test advances it. */
const fakeTime = () => jest.useFakeTimers({ doNotFake: timersBut('setTimeout', 'clearTimeout') });

/**
 * A thread that does this on every request; `report` sends a report, `begin` that a version begins, which has its usual time,
 * and `round` counts requests from 1.
 */
function threadThat(work: string): EvaluationThread {
  const entry = join(folder, `${Math.random()}.mjs`);
  writeFileSync(
    entry,
    `import { parentPort } from 'node:worker_threads';
     const report = (message) => parentPort.postMessage(message);
     const begin = (version, budgetMs = ${HANG_MS}) => report({ type: 'begun', model: 'toy', version, budgetMs });
     let round = 0;
     report({ type: 'ready' });
     parentPort.on('message', () => { round += 1; ${work} });`,
  );
  thread = new EvaluationThread(entry);
  return thread;
}

const roundOf = (budgetMs: number): RoundRequest => ({
  databaseUrl: '',
  versions: [],
  budgetMs,
  idleTimeoutMs: 1,
});

async function run() {
  const reports: RoundReport[] = [];
  return { end: await thread.run(roundOf(HANG_MS), (report) => reports.push(report)), reports };
}

describe('the evaluation thread', () => {
  test('passes on its reports, and ends the round', async () => {
    threadThat(`begin(round); report({ type: 'done' });`);
    expect(await run()).toEqual({
      end: { type: 'done' },
      reports: [{ type: 'begun', budgetMs: HANG_MS, ...toy }],
    });
    expect((await run()).reports).toMatchObject([{ type: 'begun', model: 'toy', version: 2 }]);
  });

  test('that exceeds its time is replaced, and the current version is named', async () => {
    fakeTime();
    threadThat(`begin(round); for (;;);`);
    const slow = { type: 'failed', reason: 'timeout', version: toy };
    const hangs = () => thread.run(roundOf(HANG_MS), () => jest.advanceTimersByTime(HANG_MS));
    expect(await hangs()).toMatchObject(slow);
    expect(await hangs()).toMatchObject(slow);
  });

  test('has its full time from the moment it is ready', async () => {
    fakeTime();
    threadThat(`begin(round); report({ type: 'done' });`);
    const running = thread.run(roundOf(10_000), () => jest.advanceTimersByTime(9_000));
    // No message can have arrived yet; a start may take 30 s.
    jest.advanceTimersByTime(25_000);
    expect(await running).toEqual({ type: 'done' });
  });

  test('gives every version its full time', async () => {
    fakeTime();
    threadThat(`for (const version of [1, 2, 3]) begin(version, 10_000); report({ type: 'done' });`);
    const running = thread.run(roundOf(HANG_MS), () => jest.advanceTimersByTime(9_000));
    expect(await running).toEqual({ type: 'done' });
  });

  test('gives a version no more than its own time', async () => {
    fakeTime();
    threadThat(`begin(1, 10_000); for (;;);`);
    const end = await thread.run(roundOf(HANG_MS), () => jest.advanceTimersByTime(10_000));
    expect(end).toMatchObject({ reason: 'timeout', message: 'it took longer than 10000 ms', version: toy });
  });

  test('that fails is replaced', async () => {
    threadThat(`begin(round); throw new Error('broken');`);
    const broken = { type: 'failed', reason: 'crash', message: 'broken', version: toy };
    expect((await run()).end).toEqual(broken);
    expect((await run()).end).toEqual(broken);
  });

  test('that runs out of memory does not end the process', async () => {
    threadThat(`const held = []; for (;;) held.push(new Array(1e6).fill(round));`);
    expect((await run()).end).toMatchObject({ type: 'failed', reason: 'crash' });
  });

  test('that ends between two rounds is replaced', async () => {
    threadThat(`begin(round);
      report({ type: 'done' }); setTimeout(() => { throw new Error('late'); });`);
    await run();
    await until(async () => (await run()).reports[0]?.type === 'begun');
    expect((await run()).end.type).not.toBe('stopped');
  });

  test('has a lower priority than the thread that serves requests', async () => {
    thread = new EvaluationThread();
    expect((await run()).end).toMatchObject({ reason: 'database' });
    const own = getPriority();
    const others = readdirSync('/proc/self/task').map((id) => getPriority(Number(id)));
    expect(others).toContain(Math.min(own + 5, 19));
    expect(getPriority()).toBe(own);
  });

  test('continues after an outage', async () => {
    threadThat(`begin(round); report({ type: 'evaluated' });
      report({ type: 'done', outage: 'gone' });`);
    expect((await run()).end).toEqual({ type: 'failed', reason: 'database', message: 'gone' });
    expect((await run()).reports[0]).toMatchObject({ type: 'begun', model: 'toy', version: 2 });
  });

  test('that is stopped ends its round', async () => {
    threadThat(`for (;;);`);
    const running = run();
    await thread.stop();
    expect((await running).end).toEqual({ type: 'stopped' });
  });
});
