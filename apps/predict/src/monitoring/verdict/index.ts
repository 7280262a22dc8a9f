export { statuses } from './finding.js';
export { type Verdict, verdictOf } from './verdict.js';
export { type VerdictSubject, verdictSubjectOf } from './verdict-subject.js';
export { f1WithoutLabels, ownAverage } from './f1-without-labels.js';
