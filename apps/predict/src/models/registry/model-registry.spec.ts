import { beforeEach, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from '../manifest/index.js';
import { ModelRegistry, type ServedModel } from './model-registry.js';

Logger.overrideLogger(false);

function rent(version: number, champion: boolean): ServedModel {
  const manifest = manifestSchema.parse(readVersionFile(toyModels, `rent/${version}`, 'manifest.json'));
  return { manifest, champion } as ServedModel;
}

const [first, second] = [rent(1, true), rent(2, true)];
let registry: ModelRegistry;
beforeEach(() => {
  registry = new ModelRegistry([first], [], 'rent');
});

describe('onChange', () => {
  test('tells every later change, with what is served from then on, and the registry already answers so', () => {
    const seen: unknown[] = [];
    registry.onChange((models) => seen.push([models, registry.list(), registry.default()]));
    expect(seen).toEqual([]);
    registry.replace({ served: [second], unavailable: [] });
    expect(seen).toEqual([[[second], [second], second]]);
    expect(() => registry.get('rent', 1)).toThrow('Model "rent" has no version "1".');
  });

  test('tells nothing after it was ended', () => {
    const seen: unknown[] = [];
    const end = registry.onChange((models) => seen.push(models));
    end();
    registry.replace({ served: [second], unavailable: [] });
    expect(seen).toEqual([]);
  });

  test('reaches every listener, also when one of them fails', () => {
    const seen: unknown[] = [];
    registry.onChange(() => {
      throw new Error('broken');
    });
    registry.onChange((models) => seen.push(models));
    registry.replace({ served: [], unavailable: [] });
    expect(seen).toEqual([[]]);
  });
});
