import { build } from './board.js';
import { boards } from './boards.js';

/** The content of every dashboard file by file name; the same input always gives the same text. */
export function dashboardFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(boards).map(([name, board]) => [
      `${name}.json`,
      `${JSON.stringify(build(board), null, 2)}\n`,
    ]),
  );
}
