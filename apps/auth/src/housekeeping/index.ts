export { HousekeepingModule } from './housekeeping.module.js';
export { Housekeeping } from './housekeeping.js';
