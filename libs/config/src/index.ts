export { ConfigError } from './config-error.js';
export { loadConfig } from './load-config.js';
export { httpUrl, networks, onOff, port, postgresUrl, wholeNumber } from './settings.js';
