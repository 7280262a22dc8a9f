export { type Datatype, datatypes, isWhole, type Range, rangeOf } from './datatype.js';
export { isDecimal } from './decimal.js';
export { fromHalf, toHalf } from './half-precision.js';
export type { Tensor, TensorData, Tensors } from './tensor.js';
