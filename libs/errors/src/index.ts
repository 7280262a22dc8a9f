export { DomainError } from './domain-error.js';
export { isStorable, storableJson, storableText, unstorableText } from './storable-text.js';
export { ValidationFailed, type Issue } from './validation-failed.js';
