export { testCommand } from './test-command.js';
