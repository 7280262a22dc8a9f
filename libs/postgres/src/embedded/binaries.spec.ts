import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { usableFolder } from './binaries.js';

const stranger = { uid: 54_321, gid: 54_321 };

describe('usableFolder', () => {
  let scratch: string;
  let packaged: string;
  let home: string;

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'plumbline-spec-'));
    packaged = join(scratch, 'package', 'native');
    home = join(scratch, 'home');
    for (const folder of ['bin', 'lib']) mkdirSync(join(packaged, folder), { recursive: true });
    mkdirSync(home);
    writeFileSync(join(scratch, 'package', 'package.json'), '{"version":"1.0.0"}');
    writeFileSync(join(packaged, 'bin', 'postgres'), 'program', { mode: 0o700 });
    writeFileSync(join(packaged, 'lib', 'libpq.so.5.1'), 'library', { mode: 0o600 });
    const links = [{ source: 'native/lib/libpq.so.5.1', target: 'native/lib/libpq.so.5' }];
    writeFileSync(join(packaged, 'pg-symlinks.json'), JSON.stringify(links));
    chmodSync(scratch, 0o755);
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const linked = (folder: string) => readFileSync(join(folder, 'lib', 'libpq.so.5'), 'utf8');

  test('is the package itself, its library links made, where we run the server ourselves', () => {
    expect(usableFolder(packaged, home, undefined)).toBe(packaged);
    expect(linked(packaged)).toBe('library');
    expect(usableFolder(packaged, home, undefined)).toBe(packaged);
  });

  test('is a copy that everybody can read where the user of the server cannot read the package', () => {
    const copy = usableFolder(packaged, home, stranger);
    expect(copy.startsWith(join(home, 'binaries-'))).toBe(true);
    expect(linked(copy)).toBe('library');
    expect(statSync(join(copy, 'bin', 'postgres')).mode & 0o777).toBe(0o755);
    expect(statSync(join(copy, 'lib', 'libpq.so.5.1')).mode & 0o777).toBe(0o644);
  });

  test('copies once for each version of the package', () => {
    const first = usableFolder(packaged, home, stranger);
    expect(usableFolder(packaged, home, stranger)).toBe(first);
    writeFileSync(join(scratch, 'package', 'package.json'), '{"version":"1.0.1"}');
    expect(usableFolder(packaged, home, stranger)).not.toBe(first);
    expect(readdirSync(home)).toHaveLength(2);
  });
});
