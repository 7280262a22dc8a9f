export { labelsProblem } from './class-labels.js';
export { readEmbedding } from './embedding.js';
export { type ModelOutput, outputSchema, type RoleName } from './output.schema.js';
export type { OutputUse } from './output-role.js';
export { outputRoles } from './registry.js';
