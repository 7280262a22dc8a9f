import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../../monitoring/test/files.js';
import { ScratchRepository } from './scratch-repository.js';

interface Cruise {
  readonly summary: { readonly violations: readonly { from: string; rule: { name: string } }[] };
}

const uses = (...paths: string[]) =>
  paths.map((path, index) => `import { one as one${index} } from '${path}';\nvoid one${index};\n`).join('') +
  'export const one = 1;\n';
const predict = 'apps/predict/src';

/** One file for each way to break a rule, and the files that they use. */
const FILES = {
  'package.json': '{ "name": "scratch", "type": "module" }',
  'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2022" } }',
  [`${predict}/database/index.ts`]: uses('./pool.js'),
  [`${predict}/database/pool.ts`]: uses(),
  [`${predict}/models/manifest/index.ts`]: uses(),
  [`${predict}/models/registry/index.ts`]: uses('../manifest/index.js'),
  [`${predict}/models/registry/inside.ts`]: uses('./index.js', '../../database/index.js'),
  [`${predict}/predictions/log/index.ts`]: uses(),
  [`${predict}/monitoring/index.ts`]: uses('../predictions/log/index.js', '../models/registry/index.js'),
  'apps/auth/src/users/index.ts': uses(),
  'libs/http/src/index.ts': uses('./server.js', './routes/index.js'),
  'libs/http/src/routes/index.ts': uses(),
  'libs/http/src/server.ts': uses(),

  [`${predict}/monitoring/inside-of-another-folder.ts`]: uses('../database/pool.js'),
  [`${predict}/models/inside-of-a-folder-below.ts`]: uses('./registry/inside.js'),
  [`${predict}/database/from-the-top.ts`]: uses('../models/registry/index.js'),
  [`${predict}/models/registry/from-predictions.ts`]: uses('../../predictions/log/index.js'),
  [`${predict}/predictions/log/from-monitoring.ts`]: uses('../../monitoring/index.js'),
  [`${predict}/models/manifest/from-the-app.ts`]: uses('../../database/index.js'),
  [`${predict}/database/another-app.ts`]: uses('../../../auth/src/users/index.js'),
  [`${predict}/database/inside-of-a-library.ts`]: uses('../../../../libs/http/src/server.js'),
  'libs/http/src/an-app.ts': uses('../../../apps/auth/src/users/index.js'),
  [`${predict}/database/circle-a.ts`]: uses('./circle-b.js'),
  [`${predict}/database/circle-b.ts`]: uses('./circle-a.js'),
};

let repository: ScratchRepository;
beforeAll(() => {
  repository = new ScratchRepository(FILES);
});
afterAll(() => repository.remove());

async function violations(config: string, ...folders: string[]): Promise<string[]> {
  const cruise = await repository.json<Cruise>(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...folders,
    '--config',
    join(root, config),
    '--output-type',
    'json',
  );
  return cruise.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

describe('check -- boundaries', () => {
  let found: string[];
  beforeAll(async () => {
    found = await violations('.dependency-cruiser.cjs', 'apps', 'libs');
  });

  test.each([
    ['folders-by-their-entry', `${predict}/monitoring/inside-of-another-folder.ts`],
    ['folders-by-their-entry', `${predict}/models/inside-of-a-folder-below.ts`],
    ['predict-in-one-direction', `${predict}/database/from-the-top.ts`],
    ['predict-in-one-direction', `${predict}/models/registry/from-predictions.ts`],
    ['predict-in-one-direction', `${predict}/predictions/log/from-monitoring.ts`],
    ['manifest-is-the-ground-floor', `${predict}/models/manifest/from-the-app.ts`],
    ['apps-talk-http', `${predict}/database/another-app.ts`],
    ['libs-by-their-entry', `${predict}/database/inside-of-a-library.ts`],
    ['libs-know-no-apps', 'libs/http/src/an-app.ts'],
    ['no-cycles', `${predict}/database/circle-a.ts`],
  ])('%s is broken by %s', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  test('files that use entries in the right direction break nothing', () => {
    const good = Object.keys(FILES).filter((file) => /\/(index|pool|inside|server)\.ts$/.test(file));
    expect(found.filter((violation) => good.some((file) => violation.endsWith(`: ${file}`)))).toEqual([]);
  });

  test('a circle between folders whose files form none is found', async () => {
    expect(await violations('.dependency-cruiser.folders.cjs', predict)).toContain(
      `no-circles-between-folders: ${predict}/predictions/log`,
    );
    expect(await violations('.dependency-cruiser.folders.cjs', 'libs')).toEqual([]);
  });
});
