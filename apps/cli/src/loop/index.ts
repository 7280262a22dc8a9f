export { backfill } from './history.js';
export { factor } from './factor.js';
export { type Figure, figureOf } from './figure.js';
export { loopFolder, prepareLoop } from './prepare.js';
export type { LoopState } from './observer.js';
export { firingDelayS, type Loop, runLoop } from './run-loop.js';
export { testLoopCommand } from './test-loop-command.js';
export { scaled, scaleRoutes, scaleRules } from './time-scale.js';
export { EVENTS, type LoopEvent } from './timeline.js';
