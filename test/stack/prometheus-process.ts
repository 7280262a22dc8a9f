import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort, guarded } from '../../apps/cli/src/processes/index.js';
import { Prometheus } from './prometheus.js';

/** A Prometheus of its own with a given configuration, on a free port. */
export class PrometheusProcess {
  private constructor(
    readonly api: Prometheus,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Starts it; it may take a moment to answer. */
  static async start(configuration: object): Promise<PrometheusProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-prometheus-'));
    writeFileSync(join(folder, 'prometheus.yml'), stringify(configuration));
    const address = `127.0.0.1:${await freePort()}`;
    const child = guarded(
      spawn(
        'prometheus',
        [
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=${address}`,
        ],
        { stdio: 'ignore' },
      ),
    );
    return new PrometheusProcess(new Prometheus(`http://${address}`), child, folder);
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
