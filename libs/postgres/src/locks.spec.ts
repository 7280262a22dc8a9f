import { expect, test } from '@jest/globals';
import { LOCKS, migrationLock } from './locks.js';

test('the keys are those of earlier releases', () => {
  const keys = Object.entries(LOCKS).map(([name, key]) => [
    name,
    typeof key === 'string' ? key : key('$1', '$2'),
  ]);
  expect(Object.fromEntries(keys)).toEqual({
    signingKeys: '1801812339',
    retention: '7160482',
    pointers: '7160483, hashtext($1)',
    retrainDecision: '1919251314, hashtext($1)',
    retrainRuns: '1919251314, 0',
    evaluation: "hashtextextended('plumbline evaluation of ' || $1 || '/' || $2, 0)",
    embeddedServer: "hashtextextended('plumbline lease', 0)",
    embeddedSetup: "hashtextextended('plumbline setup', 0)",
  });
  expect(migrationLock('predict')).toBe('-8689069719548805321');
});
