export { profileCommand } from './profile-command.js';
