export { confusionMatrix, FEW_CLASSES } from './confusion-matrix.js';
export { distributionPlot } from './distribution-plot.js';
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
} from './figures.js';
export { type Content, html, type Html, trusted } from './html.js';
export { numbersTable, plot, type PlotFrame } from './plot.js';
export { type Domain, plotScale, type Scale, tenths } from './scale.js';
