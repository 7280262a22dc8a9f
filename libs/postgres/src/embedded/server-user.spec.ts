import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { canReach } from './server-user.js';

const stranger = { uid: 54_321, gid: 54_321 };

describe('canReach', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-spec-'));
  const inner = join(folder, 'inner');
  const file = join(inner, 'file');
  mkdirSync(inner);
  writeFileSync(file, '');

  afterAll(() => rmSync(folder, { recursive: true }));

  const withModes = (folderMode: number, innerMode: number, fileMode: number) => {
    chmodSync(folder, folderMode);
    chmodSync(inner, innerMode);
    chmodSync(file, fileMode);
  };

  test('is true for what everybody may read, also behind folders that only let through', () => {
    withModes(0o711, 0o755, 0o644);
    expect(canReach(inner, stranger)).toBe(true);
    expect(canReach(file, stranger)).toBe(true);
  });

  test('is false behind a closed folder, however open the rest is', () => {
    withModes(0o700, 0o777, 0o666);
    expect(canReach(inner, stranger)).toBe(false);
    expect(canReach(file, stranger)).toBe(false);
  });

  test('is false for what the user may not read itself', () => {
    withModes(0o755, 0o711, 0o600);
    expect(canReach(inner, stranger)).toBe(false);
    expect(canReach(file, stranger)).toBe(false);
  });

  test('goes by the owner where the user owns the path', () => {
    withModes(0o755, 0o755, 0o600);
    expect(canReach(file, { uid: process.getuid?.() ?? 0, gid: 0 })).toBe(true);
  });
});
