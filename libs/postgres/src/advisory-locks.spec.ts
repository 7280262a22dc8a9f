import { expect, test } from '@jest/globals';
import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { advisoryLocks, migrationLock } from './advisory-locks.js';

const textOf = (lock: SQL) => new PgDialect().sqlToQuery(lock).sql;

test('the keys are those of earlier releases', () => {
  const { pointers, retrainDecision, evaluation, ...locks } = advisoryLocks;
  const keys = Object.entries(locks).map(([name, lock]) => [name, textOf(lock)]);
  expect(Object.fromEntries(keys)).toEqual({
    signingKeys: '1801812339',
    retention: '7160482',
    predictionPartitions: '7160484',
    retrainRuns: '1919251314, 0',
    embeddedServer: "hashtextextended('plumbline lease', 0)",
    embeddedSetup: "hashtextextended('plumbline setup', 0)",
  });
  expect(textOf(pointers('rent'))).toBe('7160483, hashtext($1)');
  expect(textOf(retrainDecision('rent'))).toBe('1919251314, hashtext($1)');
  expect(textOf(evaluation(sql.raw('model'), sql.raw('version')))).toBe(
    "hashtextextended('plumbline evaluation of ' || model || '/' || version, 0)",
  );
  expect(textOf(migrationLock('predict'))).toBe('-8689069719548805321');
});
