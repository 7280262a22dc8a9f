export { type DriftMethod, driftTests } from './registry.js';
