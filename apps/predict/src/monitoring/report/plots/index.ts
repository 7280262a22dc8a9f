export { calibrationPlot } from './calibration-plot.js';
export { distributionPlot } from '@plumbline/plots';
export { qualityOverTime } from './quality-over-time.js';
export { severityBar } from './severity-bar.js';
