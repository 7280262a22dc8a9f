export { spoolCommand } from './spool-command.js';
