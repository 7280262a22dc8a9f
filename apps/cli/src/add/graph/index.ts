export { type GraphTensor, OnnxFile } from './onnx-file.js';
