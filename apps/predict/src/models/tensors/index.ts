export { type Datatype, datatypeSchema, isWhole, type Range, rangeOf } from './datatype.schema.js';
export type { Tensor, TensorData, Tensors } from './tensor.js';
