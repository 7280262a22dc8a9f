export { ClientModule } from './client.module.js';
export { ClientRepository } from './client.repository.js';
export { isClientId } from './client.schema.js';
export { type Client, isSecretOf } from './client.js';
