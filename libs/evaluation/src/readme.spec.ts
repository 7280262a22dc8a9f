import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { driftTests } from './index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the table of methods says what the registry says', () => {
  for (const { method, displayName, kinds, threshold, driftIf } of Object.values(driftTests)) {
    const types = kinds.map((kind) => (kind === 'numerical' ? 'num' : 'cat')).join(', ');
    expect(readme).toMatch(
      new RegExp(
        `^\\| \`${method}\` +\\| ${displayName.replace(/[()]/g, '\\$&')} +\\| ${types} +\\| ${driftIf} ${threshold} +\\|`,
        'm',
      ),
    );
  }
});
