import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type ErrorEstimator,
  evaluateWindow,
  prepareProfile,
  type ReferenceProfile,
} from '@plumbline/evaluation';
import { ScratchRepository, shippedModels, shippedVersions } from '../../../test/toy-models.js';
import type { VersionFolder } from '../repository/index.js';
import { readProfile } from '../profiles/index.js';
import type { ReferenceSource } from './reference-source.js';
import { buildVersionProfile } from './version-profile.js';

const tables = fileURLToPath(new URL('../../../test/toy-tables/', import.meta.url));

describe.each(shippedVersions())('models/%s/%s', (name, version) => {
  const folder = { model: name, version, path: join(shippedModels, name, String(version)) };

  test('has the profile that its files give, apart from rounding', async () => {
    const manifest = readFileSync(join(folder.path, 'manifest.json'));
    const shipped = (await readProfile(folder, manifest))?.profile as ReferenceProfile;
    const { profile } = await buildVersionProfile(folder);
    const built = JSON.parse(JSON.stringify(profile)) as ReferenceProfile;
    // A processor may round what a model answers otherwise: numbers are compared by their mean, the estimator by what it says.
    const answers = {
      estimator: null,
      errorEstimators: null,
      probabilities: null,
      importance: null,
      ...(shipped.classes === null && { prediction: null }),
    };
    expect({ ...built, ...answers }).toEqual(near({ ...shipped, ...answers }));
    expect(built.probabilities?.map(({ name }) => name)).toEqual(
      shipped.probabilities?.map(({ name }) => name),
    );
    expect(built.importance?.absent).toBe(shipped.importance?.absent);
    const mean = ({ prediction }: ReferenceProfile) =>
      prediction.kind === 'numerical' ? prediction.mean : null;
    if (shipped.classes === null) expect(mean(built)).toBeCloseTo(mean(shipped) ?? NaN, 3);
    const errors = ({ errorEstimators }: ReferenceProfile) => (errorEstimators ?? []).map(baseOf);
    expect(errors(built)).toEqual(errors(shipped).map((base) => expect.closeTo(base, 3)));
    if (shipped.estimator === null) {
      expect(built.estimator).toBeNull();
      return;
    }
    const rows = { rows: {}, predictions: classesInTurn(shipped), probabilities: gridOf(shipped) };
    const f1 = (one: ReferenceProfile) => evaluateWindow(one, rows).estimated?.f1.value;
    expect(f1(built)).toBeCloseTo(f1(shipped) as number, 3);
  });
});

/** The value, with every fraction to six digits: embeddings, and what is computed from them, depend on the processor. */
function near(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return expect.closeTo(value, Math.min(9, 6 - Math.floor(Math.log10(Math.abs(value)))));
  }
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, near(one)]));
}

function baseOf({ mae }: ErrorEstimator): number {
  if ('unproven' in mae) throw new Error(mae.unproven);
  return mae.trees.base;
}

/** Predictions for a table of probabilities. */
function classesInTurn({ classes }: ReferenceProfile): string[] {
  return (classes ?? []).flatMap((name) => [name, name]);
}

/** Rows that are fairly sure of one class after the other. */
function gridOf({ classes }: ReferenceProfile): number[] {
  const size = classes?.length ?? 0;
  return (classes ?? []).flatMap((_, sure) =>
    [0.6, 0.9].flatMap((most) =>
      (classes ?? []).map((__, index) => (index === sure ? most : (1 - most) / (size - 1))),
    ),
  );
}

let repository: ScratchRepository;
let rent: VersionFolder;
beforeEach(() => {
  repository = new ScratchRepository();
  rent = { model: 'rent', version: 1, path: join(repository.path, 'rent/1') };
});
afterEach(() => repository.delete());

const header = 'area,rooms,balcony,district,target';

/** A CSV file with these lines. */
function csv(lines: readonly string[], gzip = false): ReferenceSource {
  const path = join(repository.path, gzip ? 'rows.csv.gz' : 'rows.csv');
  const text = `${lines.join('\n')}\n`;
  writeFileSync(path, gzip ? gzipSync(text) : text);
  return { path, format: 'csv' };
}

const refusal = (source: ReferenceSource) =>
  buildVersionProfile(rent, source).then(
    () => 'built',
    (error: Error) => error.message,
  );

describe('a profile is built', () => {
  test('from CSV, gzipped or not, with a byte order mark, spelled-out booleans, quotes and empty targets', async () => {
    const lines = [
      `\uFEFF${header},note`,
      '40.5,2,True,north,896.0,"a, b"',
      '20,1,0,"centre",,x',
      '31.25, 3,false,elsewhere,500,',
    ];
    const plain = await buildVersionProfile(rent, csv(lines));
    const packed = await buildVersionProfile(rent, csv(lines, true));
    expect(packed.content).toBe(plain.content);
    expect(plain.profile.rows).toBe(3);
    expect(plain.profile.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['area', 'numerical'],
      ['rooms', 'numerical'],
      ['balcony', 'categorical'],
      ['district', 'categorical'],
    ]);
    expect(plain.profile.columns[0]).toMatchObject({ values: [20, 31.25, 40.5], counts: [1, 1, 1] });
    expect(plain.profile.columns[2]).toMatchObject({ categories: [0, 1], counts: [2, 1] });
    expect(plain.profile.columns[3]).toMatchObject({
      categories: ['centre', 'elsewhere', 'north', 'south'],
      counts: [1, 1, 1, 0],
    });
    expect(plain.profile.prediction).toMatchObject({ kind: 'numerical', rows: 3 });
  });

  test.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])(
    'from Parquet with compression %s, the same as from CSV',
    async (compression) => {
      const districts = ['north', 'centre', 'south'];
      const rows = Array.from({ length: 60 }, (_, row) =>
        [20 + row * 1.5, 1 + (row % 5), row % 2 === 0, districts[row % 3], row === 7 ? '' : 400 + row].join(),
      );
      const parquet = { path: join(tables, `rent.${compression}.parquet`), format: 'parquet' } as const;
      const { content } = await buildVersionProfile(rent, parquet);
      expect(content).toBe((await buildVersionProfile(rent, csv([header, ...rows]))).content);
    },
  );

  test("with the manifest's methods and thresholds", async () => {
    repository.edit('rent/1', 'manifest.json', ({ features }) => {
      const [area, , , district] = features as Record<string, unknown>[];
      area!.drift = { method: 'ks' };
      district!.drift = { method: 'psi', threshold: 0.7 };
    });
    const { profile } = await buildVersionProfile(rent);
    expect(profile.columns[0]).toMatchObject({ method: 'ks', threshold: 0.02 });
    expect(profile.columns[3]).toMatchObject({ method: 'psi', threshold: 0.7 });
  });

  test('for texts, and can be used after it was stored', async () => {
    const mood = { model: 'mood', version: 1, path: join(repository.path, 'mood/1') };
    const { profile } = await buildVersionProfile(mood);
    expect(profile.columns.map(({ name }) => name)).toEqual([
      'text.length',
      'text.words',
      'text.unknown_words',
      'text.non_letters',
      'loud',
    ]);
    const stored = prepareProfile(JSON.parse(JSON.stringify(profile)) as ReferenceProfile);
    const window = {
      rows: { text: ['good day'], loud: [true] },
      predictions: ['happy'],
      probabilities: null,
    };
    expect(evaluateWindow(stored, window).dataset.computed).toBe(5);
  });
});

describe('rows are refused', () => {
  test('with row, column and rule of every invalid value', async () => {
    const lines = [
      header,
      '40.5,2,True,north,896',
      '0.5,2.5,perhaps,north,x',
      '40.5,,True,,896',
      'nan,2,1,north,1',
    ];
    expect(await refusal(csv(lines))).toBe(
      [
        '7 values break rules of the manifest:',
        'row 2, column area: Too small: expected number to be >=1',
        'row 2, column rooms: Invalid input: expected int, received number',
        'row 2, column balcony: Invalid input: expected boolean, received string',
        'row 2, column target: must be a finite number',
        'row 3, column rooms: is required',
        'row 3, column district: is required',
        'row 4, column area: Invalid input: expected number, received string',
      ].join('\n  '),
    );
  });

  test('with row and column of texts of a Parquet file that are not UTF-8', async () => {
    expect(await refusal({ path: join(tables, 'latin1.parquet'), format: 'parquet' })).toBe(
      'one value breaks a rule of the manifest:\n  row 2, column district: is not UTF-8',
    );
  });

  test('counting all invalid values and listing twenty', async () => {
    const lines = [header, ...Array.from({ length: 30 }, () => '0,2,True,north,896')];
    const message = await refusal(csv(lines));
    expect(message).toMatch(/^30 values break rules of the manifest:\n {2}row 1, column area: /);
    expect(message.split('\n')).toHaveLength(22);
    expect(message).toMatch(/\n {2}and 10 more$/);
  });

  test('when a column is missing, or there are no rows', async () => {
    expect(await refusal(csv(['area,rooms,target', '40,2,896']))).toMatch(
      /^there is no column balcony, district; it has area, rooms, target\./,
    );
    expect(await refusal(csv([header]))).toBe('it has no rows');
  });

  test('when the file is missing, or has another format', async () => {
    expect(await refusal({ path: join(tmpdir(), 'nowhere.csv'), format: 'csv' })).toMatch(
      /^nowhere\.csv cannot be read: ENOENT/,
    );
    const { path } = csv([header, '40,2,1,north,896']);
    expect(await refusal({ path, format: 'parquet' })).toMatch(/^rows\.csv cannot be read: /);
    expect(await refusal(csv([header, '40,2,1']))).toMatch(/^rows\.csv cannot be read: .*line 2/);
    writeFileSync(path, gzipSync(`${header}\n40,2,1,north,896\n`).subarray(0, 30));
    expect(await refusal({ path, format: 'csv' })).toMatch(/^rows\.csv cannot be read: /);
  });
});
