export { reportCommand } from './report-command.js';
