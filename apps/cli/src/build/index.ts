export { buildCommand } from './build-command.js';
