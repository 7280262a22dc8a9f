export { DomainError } from './domain-error.js';
export { codeOf, partsOf, reasonOf, stackOf } from './error-text.js';
export { JsonTooComplex } from './json-too-complex.js';
export { isStorable, storableJson, storableText, unstorableText } from './storable-text.js';
export { ValidationFailed, type Issue } from './validation-failed.js';
