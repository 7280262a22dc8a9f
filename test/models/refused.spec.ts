import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { main } from '../../apps/cli/src/main.js';

let folder: string;
let printed = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-refused-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  jest.restoreAllMocks();
});

const cases = join(import.meta.dirname, 'cases');
const iris = join(cases, 'iris-zipmap/model.onnx');
const irisRows = join(cases, 'iris-zipmap/rows.csv');

/** The exit code of `plumbline add` and what it printed, with the file of the model written first. */
async function add(model: string, ...args: readonly string[]) {
  printed = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((printed += String(text)), true));
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const status = await main(['add', model, '--yes', '--manifest-only', folder, ...args]);
  return { status, printed };
}

test.each([
  ['model.pkl', '\x80\x04\x95', 'model.pkl is a pickled Python object', 'skl2onnx.to_onnx('],
  ['model.joblib', 'compressed', 'model.joblib is a pickled Python object', 'skl2onnx.to_onnx('],
  ['model.json', '{"learner":{}}', 'model.json is an XGBoost file', 'onnxmltools.convert_xgboost('],
  ['model.txt', 'tree\nversion=v4', 'model.txt is a LightGBM file', 'onnxmltools.convert_lightgbm('],
  ['model.cbm', 'CBM1', 'model.cbm is a CatBoost file', 'model.save_model("model.onnx", format="onnx")'],
  ['model.pt', 'PK\x03\x04', 'model.pt is a PyTorch file', 'torch.onnx.export('],
  ['model.h5', '\x89HDF', 'model.h5 is a Keras file', 'model.export("model.onnx", format="onnx")'],
  ['model.tflite', '\x00\x00\x00\x00TFL3', 'model.tflite is a TensorFlow file', 'python -m tf2onnx.convert'],
])('%s is refused with the line that exports it', async (name, content, what, line) => {
  const path = join(folder, name);
  writeFileSync(path, content, 'latin1');
  expect(await add(path, '--data', irisRows, '--target', 'species')).toEqual({
    status: 2,
    printed: expect.stringMatching(
      new RegExp(`^${what}, and Plumbline serves ONNX. Export the model in Python:\n`),
    ),
  });
  expect(printed).toContain(line);
});

test('half of an ONNX file is refused', async () => {
  const path = join(folder, 'half.onnx');
  writeFileSync(path, readFileSync(iris).subarray(0, 300));
  expect(await add(path, '--data', irisRows, '--target', 'species')).toEqual({
    status: 2,
    printed: 'half.onnx is not an ONNX file, or it is damaged or incomplete\n',
  });
});

test('weights that are not beside the model are named', async () => {
  const path = join(folder, 'external.onnx');
  writeFileSync(path, readFileSync(join(cases, 'external-weights/model.onnx')));
  const { printed } = await add(path, '--data', join(cases, 'external-weights/rows.csv'), '--target', 'kind');
  expect(printed).toContain('model.onnx.data is missing');
});

test.each([
  [
    ['--data', irisRows, '--target', 'kind'],
    'has no column kind; it has sepal length (cm), sepal width (cm), petal length (cm), petal width (cm), species',
  ],
  [
    ['--data', 'frame.xlsx', '--target', 'species'],
    'pandas.read_excel("frame.xlsx").to_csv("rows.csv", index=False)',
  ],
  [
    ['--data', irisRows, '--target', 'species', '--drop', 'petal length (cm)'],
    'The graph takes X (4 columns), and the rows have 3 columns besides the target',
  ],
  [
    ['--data', irisRows, '--target', 'species', '--classes', 'a,b'],
    'The graph gives 3 probabilities per row, and --classes names 2 (a, b)',
  ],
  [
    ['--data', irisRows, '--target', 'species', '--type', 'species'],
    'species must be a name and its value, such as age=integer',
  ],
  [
    ['--data', irisRows, '--target', 'species', '--held-out', 'maybe'],
    '--held-out must be yes or no, not maybe',
  ],
  [['--data', irisRows, '--target', 'species', '--name', 'Iris 2'], '--name must be lower-case letters'],
  [['--data', irisRows, '--target', 'species', '--target', 'species'], '--target names species twice'],
  [['--data', irisRows, '--target', 'species', '--decimal', 'x'], '--decimal must be . or , and not x'],
  [['--data', irisRows, '--target', 'species', '--type', 'kind=text'], '--type kind must be a column: sepal'],
  [
    ['--data', irisRows, '--target', 'species', '--output', 'scores=logits'],
    '--output scores must be an output of the graph: ',
  ],
  [
    ['--data', irisRows, '--target', 'species', '--positive', 'setosa'],
    '--positive is for binary models, and this is multiclass',
  ],
  [
    ['--data', irisRows, '--target', 'species', '--threshold', '0.4'],
    '--threshold is for binary, multilabel and anomaly models, and this is multiclass',
  ],
])('%j is refused with the reason', async (args, reason) => {
  expect(await add(iris, ...args)).toEqual({ status: 2, printed: expect.stringContaining(reason) });
});

const header = 'a,b,c,d,species\n';
test.each([
  ['an empty file', '', 'rows.csv has no rows'],
  ['a header alone', header, 'rows.csv has no rows'],
  ['one row', `${header}1,2,3,4,setosa\n`, 'has one row, and at least two are needed'],
  [
    'no value of the target',
    `${header}1,2,3,4,\n5,6,7,8,NaN\n`,
    'column species has no values, and --target needs',
  ],
  ['a column without values', `${header}1,,3,4,setosa\n1,,3,4,virginica\n`, 'column b has no values'],
  [
    'a word among numbers',
    `${header}1,2,3,4,setosa\n1,2.5,3,4,setosa\n1,n.v.,3,4,virginica\n`,
    'column b holds numbers, but row 3 has "n.v.", and input X of the graph takes numbers. Leave cells without a value empty',
  ],
  [
    'an infinite number',
    `${header}1,2,3,4,setosa\n1,inf,3,4,virginica\n`,
    'column b holds numbers, but row 2 has "inf"',
  ],
  [
    'numbers as texts',
    `${header}1,02,3,4,setosa\n1,07,3,4,virginica\n`,
    'column b holds numbers as texts, such as 02',
  ],
  [
    'a class that the model does not know',
    `${header}1,2,3,4,setosa\n1,2,3,4,rose\n`,
    'The target of row 2 is "rose"',
  ],
  ['a line with a cell too many', `${header}1,2,3,4,setosa\n1,2,3,4,5,setosa\n`, 'expect 5, got 6 on line 3'],
])('%s is refused with the reason, and nothing is left', async (_what, content, reason) => {
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, content);
  const kept = join(folder, 'kept');
  mkdirSync(kept, { recursive: true });
  const { status, printed: text } = await add(
    iris,
    '--data',
    rows,
    '--target',
    'species',
    '--manifest-only',
    kept,
  );
  expect({ status, text }).toEqual({ status: 2, text: expect.stringContaining(reason) });
  expect(readdirSync(kept)).toEqual([]);
});

test('classes in a wrong order are doubted, and the right order is told', async () => {
  const classes = ['--classes', 'virginica,setosa,versicolor'];
  const { status, printed } = await add(iris, '--data', irisRows, '--target', 'species', ...classes);
  expect(status).toBe(0);
  expect(printed).toMatch(
    /Warning: the model is right about \d+ % of the rows, and \d+ % of them are of one class;.*; the rows fit --classes setosa,versicolor,virginica\n/,
  );
});
