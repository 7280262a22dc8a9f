export { startService } from './service.js';
export { startServices, type Services } from './services.js';
