export { type Finding, statuses } from './finding.js';
export { type Verdict, verdictOf, worstOf } from './verdict.js';
export { type VerdictSubject, verdictSubjectOf } from './verdict-subject.js';
export { f1WithoutLabels, ownAverage } from './f1-without-labels.js';
