export { addAccountOptions, type AccountFlags, readCredentials } from './credentials.js';
export { addServiceOptions, findServices, type ServiceFlags } from './services.js';
