export { root, version } from './checkout.js';
export { dataFolder, type Environment, environment, servicePort, withoutSettings } from './config.js';
export { findRunning, forgetRunning, noteRunning, type ServiceUrls } from './running.js';
