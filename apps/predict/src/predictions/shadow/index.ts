export { ShadowRunner } from './shadow-runner.js';
export { ShadowModule } from './shadow.module.js';
