import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Editable,
  readVersionFile,
  ScratchRepository,
  shippedModels,
  toyModels,
  zipMapModel,
} from '../../../test/toy-models.js';
import { loadVersionHere } from './model-loader.js';
import { ModelRejected, type VersionFolder } from '../repository/index.js';

const folder = (repository: string, name: string, version = 1): VersionFolder => ({
  model: name,
  version,
  path: join(repository, name, String(version)),
});

async function reasonOf(version: VersionFolder): Promise<string> {
  const error: unknown = await loadVersionHere(version).then(
    ({ runner }) => runner.close(),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ModelRejected);
  return (error as ModelRejected).message;
}

test.each([
  [shippedModels, 'heart-disease'],
  [shippedModels, 'product-category'],
  [toyModels, 'rent'],
  [toyModels, 'parity'],
  [toyModels, 'greeting'],
  [toyModels, 'mood'],
])('%s/%s passes every check and repeats its golden rows', async (repository, name) => {
  const { manifest, runner } = await loadVersionHere(folder(repository, name));
  expect(manifest.name).toBe(name);
  await runner.close();
});

test('a model with ZipMap output is refused with the advice to export without it', async () => {
  expect(await reasonOf({ model: 'zipmap', version: 1, path: join(zipMapModel, '1') })).toBe(
    'output probabilities is a sequence or a map, not a tensor: ' +
      'export scikit-learn classifiers with zipmap=False, so that probabilities are a tensor',
  );
});

/** A field of a protobuf message with fewer than 128 bytes. */
function field(number: number, content: string | Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), Buffer.from(content)]);
}

/** What adds to a graph, when appended to its bytes, an output that is a tensor of one number in a file. */
function externalOutput(location: string): Uint8Array {
  const bytes = (...parts: (Uint8Array | readonly number[])[]) =>
    Buffer.concat(parts.map((part) => Buffer.from(part)));
  const [one, float, external] = [
    [0x08, 1],
    [0x10, 1],
    [0x70, 1],
  ] as const;
  const entry = bytes(field(1, 'location'), field(2, location));
  const tensor = bytes(one, float, field(8, 'outside'), field(13, entry), external);
  const node = bytes(field(1, 'outside'), field(2, 'copy'), field(4, 'Identity'));
  const shape = field(1, bytes(one));
  const type = field(1, bytes(one, field(2, shape)));
  const output = bytes(field(1, 'copy'), field(2, type));
  return field(7, bytes(field(1, node), field(5, tensor), field(12, output)));
}

describe('a version is refused when', () => {
  let repository: ScratchRepository;
  beforeEach(() => {
    repository = new ScratchRepository();
  });
  afterEach(() => repository.delete());

  const rent = () => reasonOf(folder(repository.path, 'rent'));
  const graph = () => readFileSync(join(repository.path, 'rent/1/model.onnx'));

  test('it has no manifest', async () => {
    repository.remove('rent/1/manifest.json');
    expect(await rent()).toBe('manifest.json cannot be read');
  });

  test('its manifest is not JSON', async () => {
    repository.write('rent/1', 'manifest.json', '{');
    expect(await rent()).toMatch(/^manifest.json is not JSON: /);
  });

  test.each([
    ['deep', () => '['.repeat(2_000_000), 'manifest.json has more than 32 levels of objects and arrays'],
    ['wide', () => '{"a":0},'.repeat(600_000), 'manifest.json has more than 500000 keys, objects and arrays'],
    ['large', () => ' '.repeat(17 * 1024 * 1024), 'manifest.json is larger than 16777216 bytes'],
  ])('its manifest is so %s that reading it would hold up predictions', async (_case, content, reason) => {
    repository.write('rent/1', 'manifest.json', content());
    expect(await rent()).toBe(reason);
  });

  test('its manifest breaks very many rules: the first ones are listed', async () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => [`colour${index}`, 'red']);
    repository.edit('rent/1', 'manifest.json', (manifest) => {
      Object.assign(manifest, Object.fromEntries(keys), { classes: Array.from({ length: 1_000 }, () => 0) });
    });
    expect((await rent()).length).toBeLessThan(50_000);
  });

  test('its manifest breaks rules: all are listed', async () => {
    repository.edit('rent/1', 'manifest.json', (manifest) => {
      manifest['colour'] = 'red';
      manifest['description'] = '';
    });
    expect(await rent()).toMatch(/^manifest.json: description: .+; manifest.json: the document: .+"colour"$/);
  });

  test('its manifest belongs to another folder', async () => {
    repository.edit('rent/1', 'manifest.json', (manifest) => {
      manifest['name'] = 'lease';
      manifest['version'] = 3;
    });
    expect(await rent()).toBe(
      'manifest.json: name is lease in the folder of rent; manifest.json: version is 3 in folder 1',
    );
  });

  test('files are missing or differ from the manifest', async () => {
    repository.remove('rent/1/model-card.md');
    repository.edit('rent/1', 'manifest.json', (manifest) => {
      (manifest['files'] as Editable)['model.onnx'] = '0'.repeat(64);
    });
    expect(await rent()).toMatch(
      /^model.onnx is not the file of the manifest \(sha256 [0-9a-f]{64}\); model-card.md is missing$/,
    );
  });

  test('its graph is cut short', async () => {
    repository.write('rent/1', 'model.onnx', graph().subarray(0, 100));
    expect(await rent()).toMatch(/^model.onnx cannot be loaded: /);
  });

  test('its graph keeps a tensor outside of its folder, whose path the reason does not tell', async () => {
    repository.write('rent/1', 'model.onnx', Buffer.concat([graph(), externalOutput('../../outside.bin')]));
    const reason = await rent();
    expect(reason).toMatch(/^model.onnx cannot be loaded: .*escapes model directory/);
    expect(reason).not.toContain(dirname(repository.path));
  });

  test('its graph is empty', async () => {
    repository.write('rent/1', 'model.onnx', '');
    expect(await rent()).toMatch(/^model.onnx cannot be loaded: |graph/);
  });

  test('its graph has another signature than its manifest', async () => {
    repository.edit('rent/1', 'manifest.json', (manifest) => {
      manifest['outputs'] = [{ name: 'price', datatype: 'FP64', shape: [-1, 1], role: 'value' }];
    });
    expect(await rent()).toBe('output price of the manifest is not in the graph');
  });

  test('a golden row has another prediction', async () => {
    repository.edit<Editable[]>('rent/1', 'golden.json', ([, second]) => {
      second!['prediction'] = 320.5;
    });
    expect(await rent()).toBe('golden row 1: the prediction is 320 instead of 320.5');
  });

  test('a golden row has another probability', async () => {
    repository.edit<Editable[]>('mood/1', 'golden.json', ([first]) => {
      first!['probabilities'] = { happy: 0.8002, glad: 0.1 };
    });
    expect(await reasonOf(folder(repository.path, 'mood'))).toMatch(
      /^golden row 0: the probability of happy is 0.80000\d+ instead of 0.8002$/,
    );
  });

  test('a golden row breaks the manifest', async () => {
    repository.edit<Editable[]>('rent/1', 'golden.json', ([first]) => {
      first!['features'] = { area: 5000, floors: 2 };
    });
    expect(await rent()).toMatch(
      /^golden row 0: area Too big.+, rooms is required, .*floors is not a feature of this model$/,
    );
  });

  test('it has fewer than two golden rows', async () => {
    const [first] = readVersionFile<object[]>(repository.path, 'rent/1', 'golden.json');
    for (const rows of [[], [first]]) {
      repository.write('rent/1', 'golden.json', JSON.stringify(rows));
      expect(await rent()).toMatch(/^golden.json: the document: Too small: expected array to have >=2 items/);
    }
  });
});
