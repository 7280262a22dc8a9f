export { alertmanagerCommand } from './alertmanager-command.js';
export { type EmailOptions, type Kind, SECRETS, writeAlertmanagerConfig } from './config.js';
