export { checkCommand } from './check-command.js';
