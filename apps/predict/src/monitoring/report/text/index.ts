export { type Content, html, type Html, trusted } from '@plumbline/plots';
export type { FeatureNote, ModelReport, ReportSubject } from './model-report.js';
export { orUndefined, partOfClasses, scoreNotes } from './score-texts.js';
export { alarm, calm, unknown, verdict } from './verdict.js';
