export { DomainError } from './domain-error.js';
export { ValidationFailed, type Issue } from './validation-failed.js';
