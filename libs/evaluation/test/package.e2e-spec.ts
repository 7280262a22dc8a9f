import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const library = join(root, 'libs', 'evaluation');
const readme = readFileSync(join(library, 'README.md'), 'utf8');
const examples = [
  ...readme.matchAll(/^##+ ([^\n]+)\n(?:(?!^##)[^])*?```js\n([^`]*)```[^`]*```text\n([^`]*)```/gm),
].map(([, title, source, printed]) => [title, source, printed] as const);

/** An empty project outside of the repository. */
const project = mkdtempSync(join(tmpdir(), 'plumbline-package-'));
let packed: readonly string[];

function manifest(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
}

/** The output of a program in the project. */
function run(command: string, args: readonly string[], cwd = project): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8' });
}

beforeAll(() => {
  const [tarball] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', project], library)) as {
    filename: string;
    files: { path: string }[];
  }[];
  packed = tarball?.files.map(({ path }) => path) ?? [];
  mkdirSync(join(project, 'cache'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  const offline = ['--offline', '--cache', join(project, 'cache'), '--no-audit', '--no-fund'];
  run('npm', ['install', ...offline, `./${tarball?.filename}`]);
});

afterAll(() => rmSync(project, { recursive: true }));

describe('the packed library', () => {
  test('holds modules, types and the README alone', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts']),
    );
    const others = packed.filter((path) => !/^(package\.json|README\.md|dist\/.+\.(js|d\.ts))$/.test(path));
    expect([...others, ...packed.filter((path) => path.includes('.spec.'))]).toEqual([]);
  });

  test('has the version of the repository, and no dependency', () => {
    const { version, dependencies, peerDependencies } = manifest(library);
    expect(version).toBe(manifest(root).version);
    expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
    expect(Object.keys(manifest(project).dependencies as object)).toEqual(['@plumbline/evaluation']);
  });

  test('has types that a program with moduleResolution nodenext is checked by', () => {
    writeFileSync(join(project, 'consumer.ts'), consumer);
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const settings = ['--strict', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
    run(process.execPath, [tsc, ...settings, '--target', 'es2022', 'consumer.ts']);
    expect(run(process.execPath, ['consumer.js'])).toBe('ks 3\n');
  });

  test.each(examples)('prints what the README says: %s', (_, source = '', printed) => {
    writeFileSync(join(project, 'example.js'), source);
    expect(run(process.execPath, ['example.js'])).toBe(printed);
  });

  test('is the subject of every example of the README', () => {
    expect(examples).toHaveLength(readme.split('```js\n').length - 1);
  });
});

const consumer = `
import { compare, type FeatureDrift, ks, type TableComparison } from '@plumbline/evaluation';

const drift: FeatureDrift = ks([1, 2, 3], Float64Array.of(1, 2, 3), { threshold: 0.01 });
const result: TableComparison = compare([{ x: 1 }, { x: 2 }], { x: [1, 2, null] });
// @ts-expect-error: an unknown method
export const wrong = () => compare([{ x: 1 }], [{ x: 1 }], { methods: { all: 'nothing' } });
// @ts-expect-error: a severity is a number
export const severity: string = drift.severity;
declare const console: { log(...values: unknown[]): void };
console.log(drift.method, result.columns['x']?.current.rows);
`;
