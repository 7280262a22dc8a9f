export { stackCommand } from './stack-command.js';
