export { type GraphTensor, OnnxFile } from './onnx-file.js';
export { GraphProtoSchema, ModelProtoSchema, ValueInfoProtoSchema } from './onnx_pb.js';
