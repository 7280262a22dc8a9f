export { baselineText } from './baseline-text.js';
export { columnNoun, columnTitle, failureText, tellsMissing, worstFirst } from './column-texts.js';
export { count, duration, figure, moment, percent, plural, score, times } from '@plumbline/plots';
