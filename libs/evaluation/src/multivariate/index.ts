export {
  type CorrelatedColumn,
  type CorrelationChange,
  type CorrelationChanges,
  correlationChanges,
} from './correlation-changes.js';
export type { DomainColumn } from './coordinates.js';
export { classifyDomains, type DomainClassification, type DomainClue } from './domain-classifier.js';
