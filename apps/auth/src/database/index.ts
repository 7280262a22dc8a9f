export { AuthDatabase } from './auth-database.js';
export { DatabaseModule } from './database.module.js';
export { ServiceClock } from './service-clock.js';
export {
  auditEvents,
  clients,
  loginAttempts,
  refreshTokens,
  revokedTokens,
  sessions,
  signingKeys,
  users,
} from './tables.js';
