export { ConfigError } from './config-error.js';
export { loadConfig } from './load-config.js';
export { flag, httpUrl, port, postgresUrl, wholeNumber } from './settings.js';
