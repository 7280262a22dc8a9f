export { bar } from './bar.js';
export { accountLine, printStep, uptime } from './print.js';
export { Screen } from './screen.js';
