import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../monitoring/test/files.js';

const CODE_BLOCK = /^(```|~~~).*?^\1/gms;
const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} +(.+?) *#*$/gm;

const NOT_OURS = /^(\..*|node_modules|dist)$/;

function documentsIn(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !NOT_OURS.test(entry.name));
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.md'));
  return [
    ...files.map(({ name }) => join(folder, name)),
    ...folders.flatMap(({ name }) => documentsIn(join(folder, name))),
  ];
}

const documents = documentsIn('');
const prose = (path: string) => readFileSync(join(root, path), 'utf8').replace(CODE_BLOCK, '');
const without = (text: string, pattern: RegExp) => text.replace(pattern, '');

/** As GitHub does it: letters, digits, hyphens and underscores in lower case, blanks as hyphens, a number from the second on. */
function anchors(path: string): Set<string> {
  const seen = new Map<string, number>();
  const found = [...prose(path).matchAll(HEADING)].map(([, heading = '']) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = without(text, /[^\p{L}\p{N} _-]/gu).replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set(found);
}

function problem(document: string, link: string): string | undefined {
  const [path = '', anchor] = decodeURI(link).split('#');
  const target = path === '' ? document : relative(root, join(root, dirname(document), path));
  if (target.startsWith('..')) return `${link} leaves the repository`;
  if (!existsSync(join(root, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined || anchors(target).has(anchor)) return undefined;
  return `${link}: ${target} has no such heading`;
}

describe('the documents', () => {
  test('are found', () => {
    expect(documents).toContain('README.md');
    expect(documents).toContain('docs/architecture.md');
  });
});

describe.each(documents)('%s', (document) => {
  test('links to files and headings that exist', () => {
    const links = [...without(prose(document), /`[^`\n]*`/g).matchAll(LINK)].map(([, link = '']) => link);
    const relativeLinks = links.filter((link) => !/^[a-z][a-z+.-]*:/i.test(link));
    expect(relativeLinks.map((link) => problem(document, link)).filter(Boolean)).toEqual([]);
  });
});
