import { basename } from 'node:path';

/** A format that is not ONNX: how to recognise it, and the lines of Python that export such a model. */
interface OtherFormat {
  readonly name: string;
  readonly matches: (path: string, start: string) => boolean;
  readonly export: string;
}

const SKLEARN =
  'skl2onnx.to_onnx(model, X[:1], options={"zipmap": False}) gives the ONNX model; write its SerializeToString() to model.onnx';
const XGBOOST =
  'onnxmltools.convert_xgboost(model, initial_types=[("X", FloatTensorType([None, n_features]))]) gives the ONNX model; ' +
  'write its SerializeToString() to model.onnx';
const LIGHTGBM =
  'onnxmltools.convert_lightgbm(lightgbm.Booster(model_file="model.txt"), initial_types=[("X", FloatTensorType([None, n_features]))], ' +
  'zipmap=False) gives the ONNX model; write its SerializeToString() to model.onnx';
const TORCH =
  'torch.onnx.export(model.eval(), example_input, "model.onnx", dynamic_axes={"input": {0: "rows"}}, input_names=["input"])';
const KERAS = 'model.export("model.onnx", format="onnx")';
const TENSORFLOW = 'python -m tf2onnx.convert --saved-model FOLDER --output model.onnx';

const byExtension = (...extensions: readonly string[]) => {
  const pattern = new RegExp(`\\.(${extensions.join('|')})$`, 'i');
  return (path: string) => pattern.test(path);
};

const formats: readonly OtherFormat[] = [
  { name: 'a PyTorch file', matches: byExtension('pt', 'pth', 'ckpt', 'safetensors'), export: TORCH },
  {
    name: 'a Keras file',
    matches: (path, start) => byExtension('h5', 'hdf5', 'keras')(path) || start.startsWith('\x89HDF'),
    export: KERAS,
  },
  {
    name: 'a CatBoost file',
    matches: (path, start) => byExtension('cbm')(path) || start.startsWith('CBM1'),
    export: 'model.save_model("model.onnx", format="onnx")',
  },
  {
    name: 'an XGBoost file',
    matches: (path, start) => byExtension('ubj', 'bst', 'xgb')(path) || /^\s*\{\s*"learner"/.test(start),
    export: XGBOOST,
  },
  { name: 'a LightGBM file', matches: (_, start) => /^tree\r?\n/.test(start), export: LIGHTGBM },
  {
    name: 'a pickled Python object',
    matches: (path, start) =>
      byExtension('pkl', 'pickle', 'joblib', 'skops')(path) || /^\u0080[^ -~]/.test(start),
    export: SKLEARN,
  },
  {
    name: 'a TensorFlow file',
    matches: (path, start) => byExtension('pb', 'tflite')(path) || start.slice(4, 8) === 'TFL3',
    export: TENSORFLOW,
  },
  {
    name: 'a PMML file',
    matches: (path, start) => byExtension('pmml')(path) || /^\s*<\?xml/.test(start),
    export: SKLEARN,
  },
];

/** What to do with a model of another format than ONNX; undefined for everything else. */
export function exportAdvice(path: string, bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const format = formats.find(({ matches }) => matches(path, start));
  return (
    format &&
    `${basename(path)} is ${format.name}, and Plumbline serves ONNX. Export the model in Python:\n  ${format.export}`
  );
}
