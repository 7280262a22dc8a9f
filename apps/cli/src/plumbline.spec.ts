import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './installation/index.js';
import { main } from './main.js';
import { plumbline } from './plumbline.js';

let out = '';
let err = '';
beforeEach(() => {
  out = err = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('plumbline', () => {
  test('lists every command with --help', async () => {
    expect(await main(['--help'])).toBe(0);
    const { commands } = await plumbline();
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command.name()} .*\\S`, 'm'));
  });

  test('loads every command by its name, and describes it with --help', async () => {
    for (const name of (await plumbline()).commands.map((command) => command.name())) {
      const { commands } = await plumbline(name);
      expect(commands.map((command) => command.name())).toEqual([name]);
      expect(commands[0]!.summary()).not.toBe('');
      expect(commands[0]!.description()).toMatch(/\.$/);
      if (name === 'profile') continue; // Its program prints the help.
      expect(await main([name, '--help'])).toBe(0);
      expect(out).toContain(`Usage: plumbline ${name}`);
    }
  });

  test('prints the version of package.json with --version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await main(['--version'])).toBe(0);
    expect(out).toBe(`${version}\n`);
  });

  test('names an unknown command and exits with 2', async () => {
    expect(await main(['fly'])).toBe(2);
    expect(err).toBe("error: unknown command 'fly'\nRun plumbline --help for the commands.\n");
  });

  test('names an unknown option of a command and exits with 2', async () => {
    expect(await main(['kubernetes', '--zigzag'])).toBe(2);
    expect(err).toBe("error: unknown option '--zigzag'\nRun plumbline kubernetes --help for the options.\n");
  });
});
