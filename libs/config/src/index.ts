export { ConfigError } from './config-error.js';
export { loadConfig } from './load-config.js';
export { httpUrl, names, networks, onOff, port, postgresUrl, wholeNumber } from './settings.js';
