export { columnNoun, columnTitle, failureText, tellsMissing, worstFirst } from './column-texts.js';
export {
  axisPercent,
  count,
  duration,
  figure,
  moment,
  percent,
  plural,
  score,
  shortened,
  times,
} from '@plumbline/plots';
