import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import * as evaluation from './index.js';

test("the README's example prints what the README says", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, source = ''] = /```js\nimport .*\n([^`]*)```/.exec(readme) ?? [];
  const [, expected] = /```text\n([^`]*)```/.exec(readme) ?? [];
  let printed = '';
  const console = {
    log: (...values: unknown[]) => (printed += values.map((value) => inspect(value)).join(' ') + '\n'),
  };
  const run = new Function('console', ...Object.keys(evaluation), source);
  run(console, ...Object.values(evaluation));
  expect(printed).toBe(expected);
});
