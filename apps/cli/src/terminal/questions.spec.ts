import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { ExitCode } from '../command-line/index.js';
import { Questions } from './questions.js';

function terminal() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const questions = new Questions(input, output);
  return { input, output, questions, shown: () => String(output.read() ?? '') };
}

test('a secret is read as it is typed and not shown', async () => {
  const { input, questions, shown } = terminal();
  const answer = questions.askSecret('Password of admin');
  input.write(' a lighthouse in fog \r');
  expect(await answer).toBe(' a lighthouse in fog ');
  expect(shown()).toBe('Password of admin: \n');
});

test('an answer is shown, and asked for again until it is one of the choices', async () => {
  const { input, output, questions } = terminal();
  const answer = questions.ask('Which?', 'yes', ['yes', 'no']);
  input.write('perhaps\r');
  let shown = '';
  for await (const part of output) {
    shown += String(part);
    if (/Answer one of yes, no[^]*\[yes\]/.test(shown)) break;
  }
  input.write('no \r');
  expect(await answer).toBe('no');
});

test('Ctrl-C ends the command', async () => {
  const { input, questions } = terminal();
  const answer = questions.askSecret('Password of admin');
  input.write('\u0003');
  await expect(answer).rejects.toEqual(new ExitCode(130));
});
