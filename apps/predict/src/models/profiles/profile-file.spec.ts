import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildProfile, type ReferenceProfile } from '@plumbline/evaluation';
import { shippedModels } from '../../../test/toy-models.js';
import type { VersionFolder } from '../repository/index.js';
import { writeProfile } from '../profile-building/index.js';
import { canonicalJson, profileContent, readProfile } from './profile-file.js';

const manifest = Buffer.from('{"name":"rent"}');
const profile = buildProfile(
  {
    rows: { area: [20, 40.5, 31, 77, 52], district: ['north', 'south', 'north', 'north', 'south'] },
    predictions: [200, 405, 310, 770, 520],
    probabilities: null,
    actual: null,
  },
  {
    features: [
      { name: 'area', kind: 'numerical' },
      { name: 'district', kind: 'categorical' },
    ],
    classes: null,
    chunkRows: 2,
  },
);

const rows = { source: 'reference', heldOut: true } as const;

let folder: VersionFolder;
beforeEach(() => {
  folder = { model: 'rent', version: 2, path: mkdtempSync(join(tmpdir(), 'plumbline-profile-')) };
});
afterEach(() => rmSync(folder.path, { recursive: true }));

const shippedProfiles = readdirSync(shippedModels, { recursive: true, encoding: 'utf8' }).filter(
  (path) => basename(path) === 'profile.json',
);

const write = (content: string) => writeFileSync(join(folder.path, 'profile.json'), content);
const refusal = () => readProfile(folder, manifest).then(String, (error: Error) => error.message);

test('a written profile can be read', async () => {
  await writeProfile(folder, profileContent(folder, manifest, profile, rows));
  const stored = await readProfile(folder, manifest);
  expect(stored?.profile).toEqual(JSON.parse(JSON.stringify(profile)));
  expect(stored?.rows).toEqual(rows);
  const { sha256 } = JSON.parse(readFileSync(join(folder.path, 'profile.json'), 'utf8')) as {
    sha256: string;
  };
  expect(stored?.sha256).toBe(sha256);
});

test('an older profile without the origin of its rows can be read', async () => {
  const before = JSON.parse(profileContent(folder, manifest, profile, rows)) as {
    rows?: unknown;
    sha256?: string;
    profile: { quality?: unknown };
  };
  delete before.rows;
  delete before.sha256;
  delete before.profile.quality;
  const sha256 = createHash('sha256').update(canonicalJson(before)).digest('hex');
  write(canonicalJson({ ...before, sha256 }));
  const stored = await readProfile(folder, manifest);
  expect(stored).toMatchObject({ sha256, rows: undefined });
  expect(stored?.profile.quality).toBeUndefined();
});

test('a version without the file has no profile', async () => {
  expect(await readProfile(folder, manifest)).toBeUndefined();
});

test('the same profile is the same bytes, whatever the order of its members', () => {
  const reversed = Object.fromEntries(Object.entries(profile).reverse()) as ReferenceProfile;
  expect(profileContent(folder, manifest, reversed, rows)).toBe(
    profileContent(folder, manifest, profile, rows),
  );
});

describe('a profile is refused when', () => {
  test.each<[string, (content: string) => string, RegExp | string]>([
    ['it is not JSON', (content) => content.slice(0, -9), /^profile\.json is not JSON: /],
    [
      'a number in it was changed',
      (content) => content.replace('40.5', '40.25'),
      'profile.json: its sha256 does not match its content',
    ],
    [
      'it is of another format',
      (content) => content.replace('"format_version":1', '"format_version":2'),
      'profile.json: format_version: Invalid input: expected 1',
    ],
    [
      'its values do not ascend',
      (content) => content.replace('[20,31,', '[31,20,'),
      'profile.json: profile.columns.0: has values that are not in ascending order',
    ],
  ])('%s', async (_, damage, reason) => {
    write(damage(profileContent(folder, manifest, profile, rows)));
    if (typeof reason === 'string') expect(await refusal()).toBe(reason);
    else expect(await refusal()).toMatch(reason);
  });

  test('it is of another model', async () => {
    write(profileContent({ ...folder, model: 'tent' }, manifest, profile, rows));
    expect(await refusal()).toBe('profile.json: it belongs to the model tent');
  });

  test('it is of another version', async () => {
    write(profileContent({ ...folder, version: 1 }, manifest, profile, rows));
    expect(await refusal()).toBe('profile.json: it belongs to version 1');
  });

  test('the manifest has changed since', async () => {
    write(profileContent(folder, Buffer.from('{"name":"rent" }'), profile, rows));
    expect(await refusal()).toBe('profile.json: manifest.json has changed since it was built');
  });
});

test('members are in order, without white space, and NaN is null', () => {
  const content = profileContent(folder, manifest, { ...profile, rows: NaN }, rows);
  expect(content).toMatch(
    /^{"format_version":1,"manifest_sha256":"[0-9a-f]{64}","model":"rent","profile":{"classes":null,/,
  );
  expect(content).toContain('"rows":null');
});

test('members whose names are whole numbers come first, in numeric order, as in profiles of earlier releases', () => {
  const texts = { ...profile, vocabularies: { '10': ['b'], '2': ['a'], '!': [] } };
  const content = profileContent(folder, manifest, texts, rows);
  expect(content).toContain('"vocabularies":{"2":["a"],"10":["b"],"!":[]}');
});

test.each(shippedProfiles)('%s is written as the same bytes', (path) => {
  const content = readFileSync(join(shippedModels, path), 'utf8');
  const { sha256, ...file } = JSON.parse(content) as Record<string, unknown>;
  expect(createHash('sha256').update(canonicalJson(file)).digest('hex')).toBe(sha256);
  expect(`${canonicalJson({ ...file, sha256 })}\n`).toBe(content);
});
