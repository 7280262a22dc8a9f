import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compare, type Row } from '@plumbline/evaluation';
import { root } from '../installation/index.js';
import { main } from '../main.js';

const rows = (length: number, shift: number): Row[] =>
  Array.from({ length }, (_, row) => ({
    age: ((row * 7) % 60) + shift,
    town: row % 3 === 0 ? 'Lyon' : 'Nice',
    note: `row ${row}`,
    sold: row % 2,
    guess: row % 8 === 0 || shift > 0 ? 1 : row % 2,
  }));

const [reference, current] = [rows(300, 0), rows(120, 15)];
const OUTCOMES = ['--target', 'sold', '--prediction', 'guess'];

let folder: string;
const path = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-report-'));
  writeFileSync(path('reference.csv'), csv(reference, ','));
  writeFileSync(path('current.csv.gz'), gzipSync(csv(current, ';')));
  writeFileSync(
    path('prices.csv'),
    csv(
      reference.map(({ age }) => ({ age, price: Number(age) * 1.5, guess: Number(age) + 3 })),
      ',',
    ),
  );
  writeFileSync(
    path('ages.csv'),
    csv(
      reference.map(({ age }) => ({ age })),
      ',',
    ),
  );
  writeFileSync(path('broken.json'), '{');
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void jest.restoreAllMocks());

function csv(all: readonly Row[], separator: string): string {
  const names = Object.keys(all[0] ?? {});
  const lines = all.map((row) => names.map((name) => String(row[name])).join(separator));
  return [names.join(separator), ...lines, ''].join('\n');
}

async function report(...options: string[]) {
  let [stdout, stderr] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
  const status = await main(['report', ...options]);
  return { status, stdout, stderr };
}

/** As JSON has it: without undefined values and the sign of zero. */
const asJson = (value: object | null) => JSON.parse(JSON.stringify(value)) as object;

interface Reported {
  readonly dataset: object;
  readonly columns: readonly { readonly name: string; readonly drift: object }[];
  readonly quality: object;
  readonly texts: readonly string[];
}

const files = () => [path('reference.csv'), path('current.csv.gz')];

describe('plumbline report', () => {
  test('writes a page that begins with the verdict, runs no script and asks nobody for anything', async () => {
    const page = path('page.html');
    const { status, stdout } = await report(...files(), ...OUTCOMES, '--output', page);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^The model has become worse: its F1 is lower than on the reference\.\n/);
    expect(stdout.trim().split('\n').at(-1)).toBe(page);
    const text = readFileSync(page, 'utf8');
    expect(text).toMatch(
      /<h1><bdi>current\.csv\.gz<\/bdi>[^]*The model has become worse[^]*2 of 4[^]*<h2 id="drift">/,
    );
    expect(text).toContain('default-src &#39;none&#39;');
    expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|<link[^>]+stylesheet/);
    expect(text).toContain('Texts are not compared: <bdi>note</bdi>.');
  });

  test.each(['robust', 'evidently'] as const)(
    'has the numbers of compare in the library, in mode %s',
    async (mode) => {
      const { status, stdout } = await report(...files(), ...OUTCOMES, '--mode', mode, '--json');
      expect(status).toBe(0);
      const found = JSON.parse(stdout) as Reported;
      const names = ['age', 'town', 'note', 'sold', 'guess'];
      const wanted = compare(reference, current, {
        target: 'sold',
        prediction: 'guess',
        mode,
        columns: names,
      });
      const { computed, drifted, share, datasetDrifted } = wanted;
      expect(found.dataset).toEqual({ computed, drifted, share, driftShare: 0.5, datasetDrifted });
      expect(found.columns.map(({ name }) => name)).toEqual(['age', 'town', 'sold', 'guess']);
      for (const { name, drift } of found.columns) {
        const { referenceSize, currentSize, ...figures } = wanted.columns[name]!.drift!;
        expect([referenceSize, currentSize]).toEqual([300, 120]);
        expect(drift).toMatchObject(asJson(figures));
      }
      expect(found.texts).toEqual(['note']);
      expect(found.quality).toEqual(asJson(wanted.quality));
    },
  );

  test('compares the features of a manifest by their types, with its target and its positive class', async () => {
    const model = join(root, 'models/heart-disease/1');
    const data = join(model, 'reference.csv.gz');
    const { status, stdout } = await report(data, data, '--manifest', join(model, 'manifest.json'), '--json');
    expect(status).toBe(0);
    const found = JSON.parse(stdout) as Reported;
    expect(found.dataset).toMatchObject({ computed: 15, drifted: 0 });
    expect(found.columns.find(({ name }) => name === 'sex')).toMatchObject({ kind: 'categorical' });
    expect(found.quality).toMatchObject({ current: { task: 'classification', classes: { disease: {} } } });
  });

  test('judges a regression by its error', async () => {
    const prices = path('prices.csv');
    const { stdout } = await report(
      prices,
      prices,
      '--target',
      'price',
      '--prediction',
      'guess',
      '-o',
      path('p.html'),
    );
    expect(stdout).toContain('The mean absolute error is');
    expect(readFileSync(path('p.html'), 'utf8')).toContain('R²');
  });

  test.each([
    ['a file that is not there', ['nowhere.csv', 'nowhere.csv'], /nowhere\.csv cannot be read: ENOENT/],
    [
      'a target that is not there',
      ['--target', 'label'],
      /^the reference has no column label; it has age, town, /,
    ],
    ['a column that the current file lacks', ['ages'], /^the current file has no column town; it has age$/],
    ['a manifest that is none', ['--manifest', 'broken'], /broken\.json is not JSON$/],
  ])('refuses %s, and says what is wrong', async (_case, options, message) => {
    const [first, second] = files() as [string, string];
    const arguments_ =
      options[0] === 'ages'
        ? [first, path('ages.csv')]
        : options[0] === 'nowhere.csv'
          ? options
          : [first, second, ...options.map((one) => (one === 'broken' ? path('broken.json') : one))];
    const { status, stderr } = await report(...arguments_);
    expect([status, stderr.split('\n')[0]]).toEqual([2, expect.stringMatching(message)]);
  });
});
