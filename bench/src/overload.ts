import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Run } from './compare.js';
import { type LoadReport, quantile } from './load/recorder.js';
import { cores, pinProcesses } from './machine.js';
import { fixed } from './markdown.js';
import { measure, type Window } from './measure.js';
import { processTree } from './process-usage.js';
import { Installation } from './stacks/installation.js';
import { plumbline } from './stacks/plumbline.js';

const CONNECTIONS = 2_000;
const FACTOR = 3;
const PROBE_MS = 100;

/**
 * Measures the most the service can do and half of it, sends three times the most over 2,000 connections, and half
 * again at once. Prints what was answered and how fast, and how fast `/health/live` answered meanwhile.
 */
export async function overload({ folder, load, progress }: Run, seconds: number): Promise<void> {
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await plumbline.start({ folder, installation });
  try {
    pinProcesses(processTree(server.pid).server, cores.server);
    const token = await installation.signIn();
    const target = { stack: plumbline, server, token };
    const rows: (readonly [string, Window, readonly number[]])[] = [];
    const window = async (label: string, order: Parameters<typeof measure>[1]) => {
      progress(label);
      const probes = new HealthProbes(server.url);
      const measured = await measure(target, order);
      rows.push([label, measured, await probes.stop()]);
      return measured;
    };
    await window('the most', load);
    const { ratePerS } = await window('the most again', load);
    await window('half', { ...load, ratePerS: ratePerS / 2 });
    const durationMs = seconds * 1000;
    const order = { connections: CONNECTIONS, warmupMs: 1_000, durationMs, overload: true };
    await window('three times', { ...order, ratePerS: FACTOR * ratePerS });
    await window('half, at once after it', { ...load, warmupMs: 2_000, ratePerS: ratePerS / 2 });
    process.stdout.write(table(rows));
  } finally {
    await server.stop();
    await auth.stop();
  }
}

/** Asks for `/health/live` ten times a second. */
class HealthProbes {
  private readonly timesMs: number[] = [];
  private running = true;
  private readonly done: Promise<void>;

  constructor(private readonly url: string) {
    this.done = this.run();
  }

  /** The times of all answers, in ms. */
  async stop(): Promise<readonly number[]> {
    this.running = false;
    await this.done;
    return this.timesMs.sort((a, b) => a - b);
  }

  private async run(): Promise<void> {
    while (this.running) {
      const startedAt = performance.now();
      const response = await fetch(`${this.url}/health/live`);
      if (response.status !== 200) throw new Error(`/health/live answered ${response.status}`);
      await response.arrayBuffer();
      this.timesMs.push(performance.now() - startedAt);
      await setTimeout(PROBE_MS);
    }
  }
}

function table(rows: readonly (readonly [string, Window, readonly number[]])[]): string {
  const header =
    '| Load | 200 a second | 503 a second | p50 / p99 of 200 (ms) | /health/live p50 / p99 (ms) | RSS (MB) |';
  const lines = rows.map(([label, window, probes]) => {
    const cells = [
      Math.round(window.ratePerS).toLocaleString('en'),
      Math.round(refusedPerS(window)).toLocaleString('en'),
      `${fixed(window.p50Ms, 1)} / ${fixed(window.p99Ms, 1)}`,
      `${fixed(quantile(probes, 0.5), 1)} / ${fixed(quantile(probes, 0.99), 1)}`,
      fixed(window.residentMb, 0),
    ];
    return `| ${[label, ...cells].join(' | ')} |`;
  });
  return `${[header, '| --- | ---: | ---: | ---: | ---: | ---: |', ...lines].join('\n')}\n`;
}

function refusedPerS({ failures, seconds }: LoadReport): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0) / seconds;
}
