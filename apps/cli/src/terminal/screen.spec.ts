import { expect, test } from '@jest/globals';
import { Screen } from './screen.js';

test('the screen redraws its lines in place and shows the cursor again once', () => {
  const written: string[] = [];
  const screen = new Screen({ rows: 3, write: (text) => written.push(text) });
  screen.draw(['one', 'two', 'three']);
  screen.draw(['four']);
  screen.close();
  screen.close();
  expect(written).toEqual([
    '\u001B[?25lone\u001B[K\ntwo\u001B[K\n\u001B[J',
    '\u001B[2A\rfour\u001B[K\n\u001B[J',
    '\u001B[?25h',
  ]);
});
