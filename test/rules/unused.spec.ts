import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { root } from '../../monitoring/test/files.js';
import { ScratchRepository } from './scratch-repository.js';

interface Report {
  readonly issues: readonly {
    readonly file: string;
    readonly files?: readonly unknown[];
    readonly exports?: readonly { name: string }[];
    readonly types?: readonly { name: string }[];
    readonly dependencies?: readonly { name: string }[];
  }[];
}

let repository: ScratchRepository;
beforeAll(() => {
  repository = new ScratchRepository({
    'package.json':
      '{ "name": "scratch", "type": "module", "workspaces": ["libs/*"], "dependencies": { "unused-package": "1" } }',
    'libs/http/package.json': '{ "name": "@scratch/http", "exports": "./src/index.ts" }',
    'libs/http/src/index.ts': "export { served } from './served.js';\n",
    'libs/http/src/served.ts': 'export const served = 1;\nexport const unusedInLibrary = 2;\n',
    'apps/auth/src/main.ts': "import { used } from './used.js';\nvoid used;\n",
    'apps/auth/src/used.ts': 'export const used = 1;\nexport const unused = 2;\nexport interface Unused {}\n',
    'apps/auth/src/unused-file.ts': 'export const one = 1;\n',
    'apps/auth/src/for-specs.ts': 'export const one = 1;\n',
    'apps/auth/src/for-specs.spec.ts': "import { one } from './for-specs.js';\nvoid one;\n",
  });
});
afterAll(() => repository.remove());

async function issues(...args: string[]): Promise<string[]> {
  const config = join(root, 'knip.jsonc');
  const report = await repository.json<Report>(
    'knip/bin/knip.js',
    '--config',
    config,
    '--reporter',
    'json',
    ...args,
  );
  return report.issues.flatMap(({ file, files = [], exports = [], types = [], dependencies = [] }) => [
    ...files.map(() => file),
    ...[...exports, ...types, ...dependencies].map(({ name }) => `${file} ${name}`),
  ]);
}

test('a file, an export, a type and a dependency that nothing uses are found', async () => {
  expect((await issues()).sort()).toEqual([
    'apps/auth/src/unused-file.ts',
    'apps/auth/src/used.ts Unused',
    'apps/auth/src/used.ts unused',
    'libs/http/src/served.ts unusedInLibrary',
    'package.json unused-package',
  ]);
});

test('what only a spec uses is found', async () => {
  expect(await issues('--production')).toContain('apps/auth/src/for-specs.ts');
});
