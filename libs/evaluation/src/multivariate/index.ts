export type { DomainColumn } from './coordinates.js';
export { classifyDomains, type DomainClassification, type DomainClue } from './domain-classifier.js';
