import { describe, expect, test } from '@jest/globals';
import { driftTests } from '@plumbline/evaluation';
import { type Editable, readVersionFile, shippedModels, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from './manifest.schema.js';

/** The messages after setting one value of a toy manifest; undefined removes it. */
function problems(version: string, path: string, value: unknown): string[] {
  const manifest = readVersionFile<Editable>(toyModels, version, 'manifest.json');
  set(manifest, path.split('/'), value);
  const issues = manifestSchema.safeParse(manifest).error?.issues ?? [];
  return issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

function set(document: Editable, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length > 0) set(document[key] as Editable, rest, value);
  else if (value === undefined) delete document[key];
  else document[key] = value;
}

test.each([
  [shippedModels, 'heart-disease/1'],
  [shippedModels, 'product-category/1'],
  [toyModels, 'rent/1'],
  [toyModels, 'parity/1'],
  [toyModels, 'greeting/1'],
  [toyModels, 'mood/1'],
])('%s/%s follows the schema', (repository, version) => {
  expect(
    manifestSchema.safeParse(readVersionFile(repository, version, 'manifest.json')).error,
  ).toBeUndefined();
});

test('every issue is reported at once', () => {
  expect(problems('rent/1', 'training', { seed: 0.5, rows: 0, libraries: {} })).toEqual([
    expect.stringMatching(/^training.seed: /),
    expect.stringMatching(/^training.rows: /),
    expect.stringMatching(/^training.data_sha256: /),
  ]);
});

test('an unknown key is refused', () => {
  expect(problems('rent/1', 'colour', 'red')).toEqual([': Unrecognized key: "colour"']);
});

const text = { name: 'text', datatype: 'BYTES', shape: [-1, 1], features: ['text'] };
const loud = { name: 'loud', datatype: 'BOOL', shape: [-1, 1], features: ['loud'] };
const probabilities = { name: 'probabilities', datatype: 'FP32', shape: [-1, 3], role: 'probabilities' };
const sha = '0'.repeat(64);

describe('a manifest is refused when', () => {
  test.each<[string, string, string, unknown, string]>([
    [
      'a feature is there twice',
      'rent/1',
      'features/4',
      { name: 'area', type: 'boolean', description: 'x', example: true },
      'features.4.name: is used twice',
    ],
    [
      'a feature fills no input',
      'rent/1',
      'inputs/0/features/3',
      'rooms',
      'features.3.name: district is not in any input',
    ],
    [
      'an input names what is no feature',
      'mood/1',
      'inputs',
      [text, loud, { ...loud, name: 'other', features: ['x'] }],
      'inputs.2.features.0: x is not a feature',
    ],
    ['two inputs have one name', 'mood/1', 'inputs/1/name', 'text', 'inputs.1.name: is used twice'],
    [
      'columns and features differ in number',
      'rent/1',
      'inputs/0/shape/1',
      3,
      'inputs.0.shape: has 3 columns for 4 features',
    ],
    [
      'a number goes into strings',
      'parity/1',
      'inputs/0/datatype',
      'BYTES',
      'inputs.0.features.0: number is not a string, but the input holds strings',
    ],
    [
      'text goes into numbers',
      'mood/1',
      'inputs/0/datatype',
      'FP32',
      'inputs.0.features.0: text is text, but the input holds numbers',
    ],
    [
      'a fraction goes into whole numbers',
      'rent/1',
      'inputs/0/datatype',
      'INT64',
      'inputs.0.features.0: area may have fractions, but the input holds integers',
    ],
    [
      'an output answers another task',
      'mood/1',
      'outputs',
      [probabilities, { ...probabilities, name: 'v', role: 'value' }],
      'outputs.1.role: value is not a role of a multiclass model',
    ],
    [
      'no output answers',
      'rent/1',
      'outputs/0/role',
      'ignored',
      'outputs: a regression model needs one with the role value or values',
    ],
    [
      'a role is given twice',
      'mood/1',
      'outputs',
      [probabilities, probabilities],
      'outputs: only one may have the role probabilities',
    ],
    [
      'probabilities and classes differ in number',
      'mood/1',
      'classes',
      ['happy', 'sad'],
      'outputs.0.shape: has 3 columns, and probabilities are 2 numbers per row, one for each class',
    ],
    [
      'a value has several columns',
      'rent/1',
      'outputs/0/shape',
      [-1, 3],
      'outputs.0.shape: has 3 columns, and a value is one number per row',
    ],
    [
      'a label has several columns',
      'parity/1',
      'outputs/0/shape',
      [-1, 2],
      'outputs.0.shape: has 2 columns, and a label is one value per row',
    ],
    [
      'a value is a text',
      'rent/1',
      'outputs/0/datatype',
      'BYTES',
      'outputs.0.datatype: is text, and the role value needs numbers',
    ],
    [
      'something else than a label is to be read as one',
      'rent/1',
      'outputs/0/labels',
      'value',
      'outputs.0.labels: is for outputs with the role label, not value',
    ],
    [
      'labels are to be values of classes that are no numbers',
      'parity/1',
      'outputs/0/labels',
      'value',
      'outputs.0.labels: must be "index": class even is not a number',
    ],
    [
      'text labels are declared as places',
      'greeting/1',
      'outputs/0/labels',
      'index',
      'outputs.0.labels: must be "value": text labels are the classes themselves',
    ],
    ['a class is there twice', 'mood/1', 'classes/2', 'sad', 'classes.2: is used twice'],
    [
      'the positive class is not one of the classes',
      'parity/1',
      'positive_class',
      'both',
      'positive_class: is not one of the classes',
    ],
    [
      'the minimum of the window exceeds it',
      'rent/1',
      'windows/feedback/minimum',
      21,
      'windows.feedback.minimum: is larger than the window',
    ],
    [
      'the minimum of the prediction window exceeds it',
      'rent/1',
      'windows/predictions',
      { size: 999 },
      'windows.predictions.minimum: is larger than the window',
    ],
    [
      'the feedback window is to hold labels of no age',
      'rent/1',
      'windows/feedback/max_age_s',
      0,
      'windows.feedback.max_age_s: Too small: expected number to be >=1',
    ],
    [
      'a drift method is made for other values',
      'rent/1',
      'features/2/drift',
      { method: 'ks' },
      'features.2.drift.method: Invalid option: expected one of ' +
        '"chisquare"|"z"|"jensenshannon"|"kl_div"|"psi"|"hellinger"|"fisher_exact"|"g_test"|"TVD"',
    ],
    [
      'a p-value is to be below a threshold it always is',
      'rent/1',
      'features/0/drift',
      { method: 'ks', threshold: 1 },
      'features.0.drift.threshold: of the p-value ks must be below 1',
    ],
    [
      'a distance is to be above nothing',
      'rent/1',
      'features/0/drift',
      { method: 'wasserstein', threshold: 0 },
      'features.0.drift.threshold: Too small: expected number to be >0',
    ],
    [
      'a text is to be compared by a test',
      'mood/1',
      'features/0/drift',
      { method: 'ks' },
      'features.0: Unrecognized key: "drift"',
    ],
    ['a file is not listed', 'rent/1', 'files/golden.json', undefined, 'files: does not list golden.json'],
    ['a file name leaves the folder', 'rent/1', 'files/..', sha, 'files...: Invalid key in record'],
    [
      'the bounds are upside down',
      'rent/1',
      'features/0/minimum',
      2000,
      'features.0: minimum is larger than maximum',
    ],
    [
      'an example is out of bounds',
      'rent/1',
      'features/0/example',
      0.5,
      'features.0: example is out of bounds',
    ],
    [
      'an example is no category',
      'greeting/1',
      'features/0/example',
      'hi',
      'features.0: example is not one of the categories',
    ],
    [
      'a category is there twice',
      'greeting/1',
      'features/0/categories',
      ['hello', 'hello'],
      'features.0: a category is listed twice',
    ],
  ])('%s', (_, version, path, value, problem) => {
    expect(problems(version, path, value)).toEqual([problem]);
  });

  test('an input of unsigned numbers has a category that may be unknown (-1)', () => {
    expect(problems('rent/1', 'inputs/0/datatype', 'UINT8')).toContain(
      'inputs.0.features.3: district may be unknown (-1), but the input holds no negative numbers',
    );
  });

  test('a feature has a name that objects treat specially', () => {
    expect(problems('rent/1', 'features/0/name', '__proto__')).toContain(
      'features.0.name: is a reserved name',
    );
  });
});

test('the meaning of labels matters only without probabilities', () => {
  const label = { name: 'label', datatype: 'INT64', shape: [-1], role: 'label' };
  const decides = { ...probabilities, shape: [-1, 2] };
  const manifest = readVersionFile<Editable>(toyModels, 'parity/1', 'manifest.json');
  const withOutputs = (outputs: readonly object[]) =>
    manifestSchema.safeParse({ ...manifest, classes: ['1', '0'], positive_class: '1', outputs }).error
      ?.issues;
  expect(withOutputs([label])).toMatchObject([{ path: ['outputs', 0, 'labels'] }]);
  expect(withOutputs([label, decides])).toBeUndefined();
});

test('a feature may name its drift test and leave the threshold to the reference profile', () => {
  expect(problems('rent/1', 'features/0/drift', { method: 'ks' })).toEqual([]);
  expect(problems('rent/1', 'features/2/drift', { method: 'psi', threshold: 0.2 })).toEqual([]);
});

const pValues = Object.entries(driftTests).filter(([, { driftIf }]) => driftIf.startsWith('<'));

test.each(pValues)('the threshold of %s, a p-value, is below 1', (method, { kinds }) => {
  const feature = kinds.includes('numerical') ? 0 : 2;
  const refused = (threshold: number) =>
    problems('rent/1', `features/${feature}/drift`, { method, threshold });
  const rule = `features.${feature}.drift.threshold: of the p-value ${method} must be below 1`;
  expect([refused(0.999), refused(1), refused(2)]).toEqual([[], [rule], [rule]]);
});

test('an anomaly detector with classes of its own names the anomalous one', () => {
  const { error } = manifestSchema.safeParse({
    ...readVersionFile<object>(toyModels, 'parity/1', 'manifest.json'),
    ...{ task: 'anomaly', classes: ['good', 'bad'], positive_class: undefined, threshold: null },
    outputs: [{ name: 'label', datatype: 'INT64', shape: [-1], role: 'label' }],
  });
  expect(error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toContain(
    'positive_class must be good or bad: the class of anomalous rows, which is "anomaly" where the manifest does not say',
  );
});
