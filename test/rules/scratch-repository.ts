import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../monitoring/test/files.js';

/** A folder with a few files in the places that this repository has, which a tool checks by this repository's rules. */
export class ScratchRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'plumbline-rules-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Runs a program of node_modules here and returns the JSON that it prints, whatever its exit code. */
  async json<Output>(program: string, ...args: string[]): Promise<Output> {
    return runJson(join(root, 'node_modules', program), args, this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Runs a script with Node and returns the JSON that it prints, whatever its exit code. */
export function runJson<Output>(script: string, args: readonly string[], cwd: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, ...args],
      { cwd, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        try {
          resolve(JSON.parse(stdout) as Output);
        } catch {
          reject(new Error(`${script} printed no JSON:\n${stdout}\n${stderr}`));
        }
      },
    );
  });
}
