export { bar } from './bar.js';
export { accountLine, printStep, uptime } from './print.js';
export { Questions } from './questions.js';
export { Screen } from './screen.js';
export { StepProgress } from './step-progress.js';
