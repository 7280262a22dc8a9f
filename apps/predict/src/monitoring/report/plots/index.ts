export { calibrationPlot } from './calibration-plot.js';
export { distributionPlot } from './distribution-plot.js';
export { qualityOverTime } from './quality-over-time.js';
export { severityBar } from './severity-bar.js';
