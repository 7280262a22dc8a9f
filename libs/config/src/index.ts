export { ConfigError, loadConfig } from './load-config.js';
export { httpUrl, names, networks, onOff, port, postgresUrl, wholeNumber } from './settings.js';
