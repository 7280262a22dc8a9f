export { EmbeddedServer } from './server.js';
