import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from '../../scripts/workspace.mjs';

const file = join(root, 'docs', 'benchmarks.md');
const BEGIN = '<!-- npm run bench -- --evaluation writes what follows -->';
const END = '<!-- and what precedes -->';

/** Puts the numbers between their marks in docs/benchmarks.md, in the repository's format. */
export async function writeSection(markdown) {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${file} has lost the marks of the evaluation's section`);
  const changed = `${text.slice(0, begin + BEGIN.length)}\n\n${markdown}\n\n${text.slice(end)}`;
  await writeFormatted(file, changed);
}

/** Writes a file in the repository's format. */
export async function writeFormatted(path, text) {
  const style = await prettier.resolveConfig(path);
  writeFileSync(path, await prettier.format(text, { ...style, filepath: path }));
}
