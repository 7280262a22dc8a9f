export { JwksClient } from './jwks-client.js';
export { JwksModule } from './jwks.module.js';
