export { addCommand } from './add-command.js';
