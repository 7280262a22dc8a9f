import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ScratchRepository } from '../../../test/toy-models.js';
import { ModelRepository } from './model-repository.js';

let scratch: ScratchRepository;
beforeEach(() => {
  scratch = new ScratchRepository();
});
afterEach(() => scratch.delete());

const aliases = { champion: 1, previous: null, challenger: null };

describe('models', () => {
  test('are read with their pointers and their versions in ascending order', async () => {
    mkdirSync(join(scratch.path, 'rent/10'));
    const models = await new ModelRepository(scratch.path).models();
    expect(models.map(({ name }) => name)).toEqual(['greeting', 'mood', 'parity', 'rent']);
    expect(models.at(-1)).toEqual({
      name: 'rent',
      aliases,
      versions: [1, 2, 10].map((version) => ({
        model: 'rent',
        version,
        path: join(scratch.path, 'rent', String(version)),
      })),
    });
  });
});

describe('the problems', () => {
  test('have none about a model whose first version is being published', async () => {
    const problems: string[] = [];
    mkdirSync(join(scratch.path, 'lease/.uploading-1'), { recursive: true });
    await new ModelRepository(scratch.path, (problem) => problems.push(problem)).models();
    expect(problems).toEqual([]);
  });

  test('have versions without pointers, once', async () => {
    const problems: string[] = [];
    scratch.remove('rent/aliases.json');
    const repository = new ModelRepository(scratch.path, (problem) => problems.push(problem));
    await repository.models();
    await repository.models();
    expect(problems).toEqual(['The champion of rent is unknown: aliases.json cannot be read']);
  });
});

describe('requireModel', () => {
  const require = (path: string, name: string) => new ModelRepository(path).requireModel(name);

  test('accepts a model with a version, valid or not', async () => {
    scratch.remove('rent/1/manifest.json');
    await expect(require(scratch.path, 'rent')).resolves.toBeUndefined();
  });

  test('names a missing models folder in one sentence', async () => {
    await expect(require(join(scratch.path, 'nowhere'), 'rent')).rejects.toThrow(
      `There is no models folder at ${scratch.path}/nowhere; set PREDICT_MODELS_DIR to the folder of the models.`,
    );
  });

  test.each(['lease', 'empty'])('names the models when %s has no version', async (name) => {
    mkdirSync(join(scratch.path, 'empty/.tmp-1'), { recursive: true });
    await expect(require(scratch.path, name)).rejects.toThrow(
      `The default model "${name}" is not in the models folder; set PREDICT_DEFAULT_MODEL to one of empty, greeting, mood, parity, rent.`,
    );
  });

  test('explains what to do when the models folder is empty', async () => {
    mkdirSync(join(scratch.path, 'bare/.tmp-1'), { recursive: true });
    await expect(require(join(scratch.path, 'bare'), 'rent')).rejects.toThrow(
      'The default model "rent" is not in the models folder; set PREDICT_DEFAULT_MODEL to a model in PREDICT_MODELS_DIR.',
    );
  });
});
