import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guarded } from '../../apps/cli/src/processes/index.js';
import { root } from '../../monitoring/test/files.js';

/** What `npm run stack` says when everything is ready. */
interface Ready {
  readonly urls: Readonly<
    Record<'auth' | 'predict' | 'prometheus' | 'alertmanager' | 'blackbox' | 'pushgateway', string>
  >;
  /** The folder of the configuration that Prometheus runs with. */
  readonly config: string;
}

/** How often Prometheus scrapes in the tests; rates need two scrapes. */
export const scrapeIntervalS = 1;

/** The real stack on free ports, with its data in a temporary folder, serving the shipped models and toy ones. */
export class RunningStack {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly adminPassword: string,
  ) {}

  ready!: Ready;

  /**
   * @param settings of the services, by environment key.
   * @throws Error with what it printed when it ends before it is ready.
   */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<RunningStack> {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-stack-'));
    // Closed to the user who runs PostgreSQL, the server would put its files beside it.
    chmodSync(folder, 0o755);
    const models = join(folder, 'models');
    cpSync(join(root, 'models'), models, { recursive: true });
    cpSync(join(root, 'apps/predict/test/toy-models/served/rent'), join(models, 'rent'), { recursive: true });
    addVersion(join(models, 'heart-disease'));
    changeManifest(join(models, 'rent/1'), { cache: { entries: 100 } });
    for (const model of ['heart-disease', 'rent']) challenge(join(models, model));
    const adminPassword = randomBytes(16).toString('hex');
    const child = guarded(
      fork(
        join(root, 'scripts/plumbline.mjs'),
        ['stack', '--free-ports', '--scrape-interval', `${scrapeIntervalS}s`],
        {
          silent: true,
          env: {
            PATH: process.env['PATH'],
            HOME: process.env['HOME'],
            PLUMBLINE_DATA_DIR: join(folder, 'data'),
            PREDICT_MODELS_DIR: models,
            AUTH_ADMIN_PASSWORD: adminPassword,
            ...settings,
          },
        },
      ),
    );
    const stack = new RunningStack(child, folder, adminPassword);
    await stack.becomeReady().catch((error: unknown) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    });
    return stack;
  }

  /** Ctrl-C. Resolves with the exit code when everything has ended. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGINT');
    const code = await ended;
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }

  private becomeReady(): Promise<void> {
    const keep = (text: Buffer) => (this.output += text.toString());
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    return new Promise((resolve, reject) => {
      this.child.once('exit', () => reject(new Error(this.output)));
      this.child.once('message', (message) => {
        this.ready = message as Ready;
        resolve();
      });
    });
  }
}

/** Makes version 2 of a model, the same as version 1 but without a reference profile. */
function addVersion(model: string): void {
  const folder = join(model, '2');
  cpSync(join(model, '1'), folder, { recursive: true });
  rmSync(join(folder, 'profile.json'));
  changeManifest(folder, { version: 2 });
}

function changeManifest(folder: string, change: object): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, ...change }));
}

/** Makes version 2 of a model the challenger of version 1. */
function challenge(model: string): void {
  const aliases = { champion: 1, previous: null, challenger: 2 };
  writeFileSync(join(model, 'aliases.json'), JSON.stringify(aliases));
}
