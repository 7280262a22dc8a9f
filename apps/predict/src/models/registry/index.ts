export { ModelRegistry, type ServedModel } from './model-registry.js';
export { selectModel } from './model-selection.js';
export { ModelsModule } from './models.module.js';
export { RepositoryFollower } from './repository-follower.js';
