export { ConfigError, loadConfig } from './load-config.js';
export { httpUrl, names, networks, onOff, origins, port, postgresUrl, wholeNumber } from './settings.js';
