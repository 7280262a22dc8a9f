import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { shippedModels } from '../../../test/toy-models.js';
import { buildVersionProfile } from './version-profile.js';

async function importanceOf(model: string) {
  const folder = { model, version: 1, path: join(shippedModels, model, '1') };
  const { profile } = await buildVersionProfile(folder);
  return profile.importance;
}

test('the features that a model decides by are the most important', async () => {
  const importance = await importanceOf('heart-disease');
  if (importance?.absent !== null) throw new Error(importance?.absent);
  expect(importance).toMatchObject({ metric: 'f1', rows: 307, repeats: 5 });
  const ranked = [...importance.features].sort((one, other) => other.mean - one.mean).map(({ name }) => name);
  expect(ranked.slice(0, 2).sort()).toEqual(['ca', 'cp']);
  expect(importance.features.find(({ name }) => name === 'cp')!.mean).toBeGreaterThan(0.03);
});

test('it is absent with the reason where images would have to be kept', async () => {
  expect((await importanceOf('face-attributes'))?.absent).toContain('images are not kept');
});
