import { describe, expect, test } from '@jest/globals';
import { readCredentials } from './credentials.js';

const asked: string[] = [];
const questions = (answer: string) => ({
  askSecret: (owner: string) => {
    asked.push(owner);
    return Promise.resolve(answer);
  },
});

describe('readCredentials', () => {
  test('asks for a secret that neither flags nor environment give', async () => {
    const machine = { clientId: 'nightly' };
    expect(await readCredentials({}, {}, questions('fog'))).toEqual({ username: 'admin', password: 'fog' });
    expect(await readCredentials(machine, {}, questions('s'))).toEqual({ ...machine, clientSecret: 's' });
    expect(asked.splice(0)).toEqual(['Password of admin', 'Secret of nightly']);
  });

  test('does not ask for what is given', async () => {
    const env = { PLUMBLINE_PASSWORD: 'light' };
    expect(await readCredentials({ username: 'tess' }, env, questions('fog'))).toEqual({
      username: 'tess',
      password: 'light',
    });
    expect(asked).toEqual([]);
  });

  test.each([undefined, questions('')])('names variable and flag where nothing is given', async (nobody) => {
    await expect(readCredentials({}, {}, nobody)).rejects.toThrow(
      'Set PLUMBLINE_PASSWORD, or name a file that contains it with --password-file; there is no default',
    );
  });
});
