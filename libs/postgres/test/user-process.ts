import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { migrationsFolder } from './migrations-folder.js';

const program = fileURLToPath(new URL('./ledger-service.mjs', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const entry = migrationsFolder({ '0000_entry': 'CREATE TABLE ledger.entry (id int PRIMARY KEY)' });

interface Answer {
  readonly url?: string;
  readonly progress?: string[];
  readonly rows?: Record<string, unknown>[];
  readonly failure?: string;
}

/** Compiles the library, which the user processes run as it ships. */
export function buildLibrary(): void {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-b', 'libs/postgres'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`The library does not compile: ${stdout}`);
}

/** A process of its own that uses the embedded server of a data folder, as a service does. */
export class UserProcess {
  readonly url: string = '';
  readonly progress: readonly string[] = [];

  private static readonly running = new Set<UserProcess>();

  private readonly ended: Promise<number>;

  private constructor(private readonly child: ChildProcess) {
    UserProcess.running.add(this);
    this.ended = once(child, 'exit').then(([code]) => {
      UserProcess.running.delete(this);
      return code as number;
    });
  }

  /** Resolves when its database is open; rejects with the reason it gave when it cannot be. */
  static start(dataDir: string, wrapper: readonly string[] = []): Promise<UserProcess> {
    return UserProcess.launch(dataDir, wrapper).opened();
  }

  /** The same without waiting. The wrapper is a command that runs the one after it, such as `unshare`. */
  static launch(dataDir: string, wrapper: readonly string[] = []): UserProcess {
    const [command, ...args] = [...wrapper, process.execPath, program, dataDir, entry];
    return new UserProcess(
      spawn(command ?? '', args, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
  }

  /** Ends those that a failed test has left. */
  static async killAll(): Promise<void> {
    await Promise.all([...UserProcess.running].map((user) => user.kill()));
  }

  async opened(): Promise<UserProcess> {
    const { url, progress, failure } = await this.answer();
    if (url === undefined || progress === undefined) throw new Error(failure ?? 'The process gave no url');
    return Object.assign(this, { url, progress });
  }

  async query(statement: string): Promise<Record<string, unknown>[]> {
    this.child.send(statement);
    const { rows, failure } = await this.answer();
    if (rows === undefined) throw new Error(failure);
    return rows;
  }

  /** Closes its database in an orderly way; resolves with the process's exit code. */
  async close(): Promise<number> {
    this.child.send('close');
    return this.ended;
  }

  /** Stops it where it is. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it as a crash or an impatient operator does. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async answer(): Promise<Answer> {
    const ended = this.ended.then((code) => [{ failure: `The process ended with ${code}` }]);
    const [first] = (await Promise.race([once(this.child, 'message'), ended])) as [Answer];
    return first;
  }
}
