import { fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Environment, root } from '../installation/index.js';
import { Child, guarded, LogFile } from '../processes/index.js';

/** The first admin account, which a service makes where there is none. */
export interface AdminAccount {
  readonly username: string;
  readonly password: string;
}

/** What a service reports to the process that started it. */
type Report =
  | { readonly type: 'progress' | 'failed'; readonly message: string }
  | ({ readonly type: 'generated-admin' } & AdminAccount)
  | { readonly type: 'ready'; readonly url: string };

/** A process of auth or predict. */
export interface Service {
  readonly child: Child;
  /** Resolves to its URL once it is ready. */
  readonly ready: Promise<string>;
  /** Rejects when it ends, with the reason if it is known. */
  readonly failure: Promise<never>;
  /** The admin account that it has just made, if it has. */
  admin(): AdminAccount | undefined;
}

/** Starts a service from the build, with its output in a log file. */
export function startService(
  name: 'auth' | 'predict',
  env: Environment,
  logFolder: string,
  onProgress: (message: string) => void,
): Service {
  const log = new LogFile(join(logFolder, `${name}.log`));
  const output = createWriteStream(log.path, { flags: 'a' });
  const main = join(root, 'apps', name, 'dist/bundle/main.js');
  const started = guarded(fork(main, { cwd: root, env, silent: true }));
  const child = new Child(started);
  started.stdout?.pipe(output);
  started.stderr?.pipe(output);
  let admin: AdminAccount | undefined;
  let reason: string | undefined;
  const ready = new Promise<string>((resolve) => {
    started.on('message', (report: Report) => {
      if (report.type === 'progress') onProgress(report.message);
      else if (report.type === 'generated-admin') admin = report;
      else if (report.type === 'failed') reason = report.message;
      else if (report.type === 'ready') resolve(report.url);
    });
  });
  const failure = child.failure(name, log).catch((error: unknown) => {
    throw reason === undefined ? error : new Error(reason);
  });
  failure.catch(() => {});
  return { child, ready, failure, admin: () => admin };
}
