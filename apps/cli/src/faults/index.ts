export { type FaultsOptions, testFaultsCommand } from './faults-command.js';
