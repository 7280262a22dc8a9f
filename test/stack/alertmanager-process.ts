import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../monitoring/test/files.js';
import { findProgram, freePort, guarded } from '../../apps/cli/src/processes/index.js';
import { until } from '../until.js';

/** An alert as Prometheus sends it. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorURL: string;
  readonly startsAt: string;
  readonly endsAt?: string;
}

/** An Alertmanager with what `npm run alertmanager` writes, but for its waits, which take a second. */
export class AlertmanagerProcess {
  private constructor(
    /** Where it listens. */
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /**
   * @param secrets the files of the folder by name
   * @param options of `npm run alertmanager`
   * @param publicUrl where people reach it
   */
  static async start(
    secrets: Readonly<Record<string, string>>,
    options: readonly string[],
    publicUrl: string,
  ): Promise<AlertmanagerProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-alertmanager-'));
    for (const [name, content] of Object.entries(secrets)) writeFileSync(join(folder, name), content);
    const command = [join(root, 'scripts/plumbline.mjs'), 'alertmanager', '--native', '--folder', folder];
    execFileSync(process.execPath, [...command, ...options]);
    const file = join(folder, 'alertmanager.yml');
    const config = readFileSync(file, 'utf8').replace(/(group_wait|group_interval): \w+/g, '$1: 1s');
    writeFileSync(file, config);
    const address = `127.0.0.1:${await freePort()}`;
    const child = guarded(
      spawn(
        findProgram(['prometheus-alertmanager', 'alertmanager']) ?? 'alertmanager',
        [
          `--config.file=${file}`,
          `--storage.path=${join(folder, 'data')}`,
          '--cluster.listen-address=',
          `--web.listen-address=${address}`,
          `--web.external-url=${publicUrl}`,
          '--web.route-prefix=/',
        ],
        { stdio: 'ignore' },
      ),
    );
    const started = new AlertmanagerProcess(`http://${address}`, child, folder);
    await until(async () => (await fetch(`${started.url}/-/ready`)).ok, 'Alertmanager');
    return started;
  }

  /** Sends alerts as Prometheus does. */
  async send(alerts: readonly SentAlert[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(alerts) };
    const response = await fetch(`${this.url}/api/v2/alerts`, init);
    if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
