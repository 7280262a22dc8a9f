import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
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
  runInNewContext(source, { ...evaluation, console });
  expect(printed).toBe(expected);
});
