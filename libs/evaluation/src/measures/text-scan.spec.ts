import { describe, expect, test } from '@jest/globals';
import { matchText } from './text-descriptors.js';
import { scanText } from './text-scan.js';

const known = new Set(['the', 'été', 'ςίσυφος', 'i̇stanbul', '42', 'e\u0301te\u0301']);
const isKnown = (word: string) => known.has(word);

describe('scanning a text', () => {
  test.each([
    '',
    '   \n\t',
    'the',
    ' The  cat, 42 times; THE END.',
    "L'ÉTÉ à 3,50 € l’heure…",
    'ΣΊΣΥΦΟΣ İstanbul Straße ǅungla',
    'e\u0301te\u0301 (combining marks), a\u00a0b\ufeff',
    'नमस्ते दुनिया مرحبا שלום',
    '--- *** !!!',
  ])('gives what regular expressions give: %j', (text) => {
    const scanned = scanText(text, isKnown);
    if (scanned !== undefined) expect(scanned).toEqual(matchText(text, isKnown));
    else expect(text).toContain('\ufeff');
  });

  test('gives what regular expressions give for every character of its tables, in and beside words', () => {
    for (let code = 0; code < 0x2200; code++) {
      const text = `ab${String.fromCharCode(code)}cd ${String.fromCharCode(code)}`;
      const scanned = scanText(text, isKnown);
      if (scanned !== undefined) expect([code, scanned]).toEqual([code, matchText(text, isKnown)]);
    }
  });

  test('leaves to regular expressions what is not in its tables', () => {
    expect(scanText('漢字 and kana', isKnown)).toBeUndefined();
    expect(scanText('😀', isKnown)).toBeUndefined();
    expect(scanText('สวัสดี', isKnown)).toBeUndefined();
  });
});
