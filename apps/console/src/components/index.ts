export { Brand } from './brand.js';
export { count, figure, moment, percent, score, times } from './figures.js';
export { Loaded } from './loaded.js';
export { Page } from './page.js';
export { Problem } from './problem.js';
export { SeverityBar } from './severity-bar.js';
export { Since } from './since.js';
export { Finding, type Status, StatusChip } from './status.js';
