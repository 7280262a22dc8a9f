export { alertmanagerCommand } from './alertmanager-command.js';
export { SECRETS, writeAlertmanagerConfig } from './config.js';
