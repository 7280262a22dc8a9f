export { alertCommand } from './alert-command.js';
