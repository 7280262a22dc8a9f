export { labelsProblem } from './label.js';
export { readEmbedding } from './number-roles.js';
export { type ModelOutput, outputSchema, type RoleName } from './output.schema.js';
export type { OutputUse } from './output-role.js';
export { outputRoles } from './registry.js';
