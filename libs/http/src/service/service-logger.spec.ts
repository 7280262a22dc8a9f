import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ServiceLogger } from './service-logger.js';

let written: string[];
beforeEach(() => {
  written = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  Logger.overrideLogger(['log', 'warn', 'error']);
});

const records = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);

test('a record has its message and its fields side by side', () => {
  Logger.overrideLogger(new ServiceLogger(true));
  new Logger('Database').warn('The database is unavailable', { error: 'refused', attempts: 2 });
  new Logger('Database').error('Request failed', { error: 'Error: broken\n    at line' });
  expect(records()).toMatchObject([
    {
      level: 'warn',
      context: 'Database',
      message: 'The database is unavailable',
      error: 'refused',
      attempts: 2,
    },
    { level: 'error', context: 'Database', message: 'Request failed', error: 'Error: broken\n    at line' },
  ]);
});

test('a record that comes as one object is the same record', () => {
  Logger.overrideLogger(new ServiceLogger(true));
  const record = { message: 'Request failed', error: 'refused' };
  for (const level of ['log', 'warn', 'error'] as const) new Logger('HTTP')[level](record);
  new Logger('HTTP').warn({ message: 'No fields' });
  expect(records()).toMatchObject([
    ...['log', 'warn', 'error'].map((level) => ({ level, context: 'HTTP', ...record })),
    { level: 'warn', context: 'HTTP', message: 'No fields' },
  ]);
});

test('a record is one line of text on a terminal', () => {
  Logger.overrideLogger(new ServiceLogger(false));
  new Logger('HTTP').log('Listening', { url: 'http://localhost:8001' });
  new Logger('HTTP').log({ message: 'Listening', url: 'http://localhost:8001' });
  expect(written).toHaveLength(2);
  for (const line of written) expect(line).toMatch(/Listening.*http:\/\/localhost:8001.*\n$/);
});

test('what Nest wires at start-up is not logged', () => {
  Logger.overrideLogger(new ServiceLogger(true));
  new Logger('RoutesResolver').log('AccountController {/me}');
  new Logger('ExceptionHandler').error('broken');
  expect(written).toEqual([]);
});
