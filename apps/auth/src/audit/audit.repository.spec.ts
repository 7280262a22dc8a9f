import { expect, test } from '@jest/globals';
import { printable } from './audit.repository.js';

test.each([
  ['a forged line', 'admin\n2026-01-01 login.succeeded', 'admin\\u{a}2026-01-01 login.succeeded'],
  ['a carriage return', 'a\rb', 'a\\u{d}b'],
  ['terminal colours', '\u001b[31mred', '\\u{1b}[31mred'],
  ['a reversed direction', 'a\u202eb', 'a\\u{202e}b'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['a NUL character, which PostgreSQL refuses', 'a\u0000b', 'a\\u{0}b'],
  ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['ordinary text in any script', 'Ünïcødé 日本語 🗝', 'Ünïcødé 日本語 🗝'],
])('writes %s harmlessly (ASVS 16.4.1)', (_case, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('cuts text at 256 characters and leaves what is absent absent', () => {
  expect(printable('x'.repeat(1_000))).toHaveLength(256);
  expect(printable(undefined)).toBeUndefined();
});
