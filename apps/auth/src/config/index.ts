export { AUTH_CONFIG, ConfigModule } from './config.module.js';
export { type AuthConfig, readConfig } from './config.js';
