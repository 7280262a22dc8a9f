import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { scrape } from '../gauges.js';
import type { System } from '../system.js';
import type { Kind } from './kind.js';

const MINUTE_S = 60;
const DAY_S = 86_400;
/** The token of the clients is valid for longer than the forward jump, and was issued before the backward one. */
const UNAUTHORIZED = [
  { request: 'prediction', status: 401 },
  { request: 'label', status: 401 },
] as const;

export const clockJumps: Kind = {
  name: 'clock-jumps',
  title: 'Clock of predict: 5 minutes ahead, 5 minutes behind, 40 days ahead, and back (libfaketime)',
  allows: UNAUTHORIZED,
  async start(system) {
    jump(system, 0);
    await system.startPredict({ settings: fakeTime(system) });
  },
  async inflict({ system, isLong, acknowledged, answered }) {
    for (const seconds of [5 * MINUTE_S, 0, -5 * MINUTE_S, 0]) {
      jump(system, seconds);
      await eventually(() => isShifted(system, seconds), `a clock that is ${seconds} s ahead`);
      await acknowledged(100);
    }
    jump(system, 40 * DAY_S);
    await answered(10, UNAUTHORIZED[0]);
    // The first round of retention is a minute after the start.
    if (isLong) await eventually(() => hadRetention(system), 'a round of retention');
    jump(system, 0);
    await eventually(() => isShifted(system, 0), 'a clock that is right again');
  },
};

function fakeTime(system: System): Record<string, string> {
  return {
    LD_PRELOAD: library(),
    FAKETIME_TIMESTAMP_FILE: join(system.folder, 'clock'),
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}

/** Sets how many seconds the clock of predict is ahead. */
function jump(system: System, seconds: number): void {
  const file = join(system.folder, 'clock');
  writeFileSync(`${file}.new`, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
  renameSync(`${file}.new`, file);
}

/** @throws Error that names the package when it is not installed */
function library(): string {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name)) : [];
  const found = folders
    .map((folder) => join(folder, 'faketime/libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error('clock-jumps needs the Debian package libfaketime');
  return found;
}

/** Whether predict has measured that its clock differs so much from the database's. */
async function isShifted(system: System, seconds: number): Promise<boolean> {
  const skew = (await scrape(system.predict.process.url)).get('clock_skew_seconds') ?? NaN;
  return Math.abs(skew - seconds) < MINUTE_S;
}

async function hadRetention(system: System): Promise<boolean> {
  return (await scrape(system.predict.process.url)).has('retention_stopped{table="predictions"}');
}
