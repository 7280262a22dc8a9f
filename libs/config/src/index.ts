export { ConfigError, loadConfig } from './load-config.js';
export {
  encryptionKey,
  httpUrl,
  names,
  networks,
  onOff,
  origins,
  port,
  postgresUrl,
  wholeNumber,
} from './settings.js';
