import { beforeEach, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from '../manifest/index.js';
import type { ServedModel } from '../inference/index.js';
import { ModelRegistry } from './model-registry.js';

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
  test('calls the listener after every later change, with the new versions', () => {
    const seen: unknown[] = [];
    registry.onChange((models) => seen.push([models, registry.list(), registry.default()]));
    expect(seen).toEqual([]);
    registry.replace({ served: [second], unavailable: [] });
    expect(seen).toEqual([[[second], [second], second]]);
    expect(() => registry.get('rent', 1)).toThrow('Model "rent" has no version "1".');
  });

  test('does not call a removed listener', () => {
    const seen: unknown[] = [];
    const end = registry.onChange((models) => seen.push(models));
    end();
    registry.replace({ served: [second], unavailable: [] });
    expect(seen).toEqual([]);
  });

  test('calls every listener, even if one of them fails', () => {
    const seen: unknown[] = [];
    registry.onChange(() => {
      throw new Error('broken');
    });
    registry.onChange((models) => seen.push(models));
    registry.replace({ served: [], unavailable: [] });
    expect(seen).toEqual([[]]);
  });
});
