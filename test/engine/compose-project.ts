import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../monitoring/test/files.js';
import { until } from '../until.js';

/** What a command printed, and how it ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A container as `docker inspect` describes it, as far as the tests look. */
export interface Container {
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Health?: { readonly Status: string };
  };
}

/** Runs the command line with a umask that closes new files to other users. */
function shell(commandLine: string, folder: string, env: NodeJS.ProcessEnv): Finished {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `umask 077; ${commandLine}`], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** A fresh clone of this repository whose compose files run as a project of their own. */
export class ComposeProject {
  private constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static clone(name: string): ComposeProject {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-engine-'));
    const env = { ...process.env, COMPOSE_PROJECT_NAME: name };
    succeed(shell(`git clone --quiet --no-hardlinks '${root}' clone`, folder, env));
    const project = new ComposeProject(join(folder, 'clone'), env);
    project.run('docker compose down --volumes --remove-orphans'); // left by a run that was interrupted
    return project;
  }

  /** Runs a command line in the clone and returns its output; throws when it fails. */
  run(commandLine: string): string {
    return succeed(this.try(commandLine)).stdout;
  }

  /** Runs a command line in the clone, whatever comes of it. */
  try(commandLine: string): Finished {
    return shell(commandLine, this.folder, this.env);
  }

  /** Adds a line to the clone's `.env`. */
  set(line: string): void {
    appendFileSync(join(this.folder, '.env'), `${line}\n`);
  }

  /** The containers of the project by service, also those that have ended. */
  containers(): Record<string, Container> {
    const found: Record<string, Container> = {};
    for (const id of this.run('docker compose ps --all --quiet').trim().split('\n')) {
      const [container] = JSON.parse(this.run(`docker inspect ${id}`)) as [
        Container & { Config: { Labels: Record<string, string> } },
      ];
      found[container.Config.Labels['com.docker.compose.service'] ?? id] = container;
    }
    return found;
  }

  /** Resolves when every service is healthy, or has ended well where it is only to prepare others. */
  async healthy(): Promise<void> {
    await until(() =>
      Object.values(this.containers()).every(({ State }) =>
        State.Status === 'exited' ? State.ExitCode === 0 : State.Health?.Status === 'healthy',
      ),
    );
  }

  /** Kills the service's container at the moment when its log first holds the text. */
  async killAt(service: string, text: string): Promise<void> {
    const id = this.run(`docker compose ps --all --quiet ${service}`).trim();
    const log = spawn('docker', ['logs', '--follow', id], { env: this.env });
    log.stdout.resume();
    let seen = '';
    await new Promise<void>((resolve, reject) => {
      const onOutput = (chunk: Buffer) => {
        seen += chunk.toString();
        if (seen.includes(text)) resolve();
      };
      log.stdout.on('data', onOutput);
      log.stderr.on('data', onOutput);
      log.once('exit', () => reject(new Error(`the log of ${service} ended without "${text}":\n${seen}`)));
    });
    this.run(`docker kill ${id}`);
    log.kill();
  }

  /** Removes containers, networks, volumes and the clone. */
  remove(): void {
    this.try('docker compose down --volumes --remove-orphans');
    rmSync(join(this.folder, '..'), { recursive: true });
  }
}

function succeed(finished: Finished): Finished {
  if (finished.code !== 0) throw new Error(`code ${finished.code}\n${finished.stdout}\n${finished.stderr}`);
  return finished;
}
