import { beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../monitoring/test/files.js';
import { runJson, ScratchRepository } from './scratch-repository.js';

/** The texts that a file of the repository could have. */
const TEXTS: Record<string, [file: string, text: string]> = {
  property: ['libs/http/src/service/shutdown.ts', "export const port = process.env['PORT'];\n"],
  destructuring: ['libs/http/src/service/shutdown.ts', 'export const { env } = process;\n'],
  module: ['libs/http/src/service/shutdown.ts', "export { env } from 'node:process';\n"],
  import: [
    'libs/http/src/service/shutdown.ts',
    "import { env } from 'node:process';\nexport const port = env['PORT'];\n",
  ],
  'Date.now()': ['apps/auth/src/app.ts', 'export const atMs = Date.now();\n'],
  'Date.now': ['apps/predict/src/app.ts', 'export const nowMs: () => number = Date.now;\n'],
  'new Date()': ['apps/predict/src/app.ts', 'export const at = new Date();\n'],
  'new Date(ms)': ['apps/predict/src/app.ts', 'export const epoch = new Date(0);\n'],
  config: ['apps/predict/src/config/config.ts', "export const port = process.env['PORT'];\n"],
};

let rules: Record<string, string[]>;
beforeAll(async () => {
  const scratch = new ScratchRepository({});
  const script = join(scratch.folder, 'lint.mjs');
  writeFileSync(
    script,
    // Without rules that need types, which would read the whole repository.
    `import { createRequire } from 'node:module';
     const require = createRequire(${JSON.stringify(join(root, 'package.json'))});
     const overrideConfig = require('typescript-eslint').configs.disableTypeChecked;
     const eslint = new (require('eslint').ESLint)({ cwd: ${JSON.stringify(root)}, overrideConfig });
     const rules = {};
     for (const [name, [file, text]] of Object.entries(${JSON.stringify(TEXTS)})) {
       const [{ messages }] = await eslint.lintText(text, { filePath: file });
       rules[name] = messages.map(({ ruleId, message }) => ruleId ?? message);
     }
     console.log(JSON.stringify(rules));`,
  );
  rules = await runJson(script, [], root);
  scratch.remove();
});

test.each([
  ['property', 'no-restricted-properties'],
  ['destructuring', 'no-restricted-properties'],
  ['module', 'no-restricted-imports'],
  ['import', 'no-restricted-imports'],
])('code that reads the environment by %s is refused', (way, rule) => {
  expect(rules[way]).toEqual([rule]);
});

test.each(['Date.now()', 'Date.now', 'new Date()'])(
  'a service that reads the time by %s is refused',
  (way) => {
    expect(rules[way]).toEqual(['no-restricted-syntax']);
  },
);

test('a service may make a date of a moment that it has', () => {
  expect(rules['new Date(ms)']).toEqual([]);
});

test('config.ts may read the environment', () => {
  expect(rules['config']).toEqual([]);
});
