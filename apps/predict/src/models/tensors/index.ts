export { type Datatype, datatypeSchema, isWhole, type Range, rangeOf } from './datatype.schema.js';
export { isDecimal } from './decimal.js';
export type { Tensor, TensorData, Tensors } from './tensor.js';
