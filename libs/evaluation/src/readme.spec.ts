import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import * as evaluation from './index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [
  ...readme.matchAll(/^##+ ([^\n]+)\n(?:(?!^##)[^])*?```js\n([^`]*)```[^`]*```text\n([^`]*)```/gm),
];

/** What an example prints, run with nothing but what it imports. */
function run(source: string): string {
  const [, names = ''] = /^import \{([^}]*)\} from '@plumbline\/evaluation';\n/.exec(source) ?? [];
  const imported = names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => [name, evaluation[name as keyof typeof evaluation]]);
  let printed = '';
  const console = {
    log: (...values: unknown[]) =>
      (printed +=
        values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ') + '\n'),
  };
  runInNewContext(source.replace(/^import[^;]*;\n/, ''), { ...Object.fromEntries(imported), console });
  return printed;
}

describe("the README's examples print what the README says", () => {
  test.each(examples.map(([, title, source, printed]) => [title!, source!, printed!] as const))(
    '%s',
    (_, source, printed) => {
      expect(run(source)).toBe(printed);
    },
  );

  test('are all run', () => {
    expect(examples).toHaveLength(readme.split('```js\n').length - 1);
  });
});

test('the table of methods says what the registry says', () => {
  for (const { method, displayName, kinds, threshold, driftIf } of Object.values(evaluation.driftTests)) {
    const types = kinds.map((kind) => (kind === 'numerical' ? 'num' : 'cat')).join(', ');
    expect(readme).toMatch(
      new RegExp(
        `^\\| \`${method}\` +\\| ${displayName.replace(/[()]/g, '\\$&')} +\\| ${types} +\\| ${driftIf} ${threshold} +\\|`,
        'm',
      ),
    );
  }
});
