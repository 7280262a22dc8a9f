export type { ServedModel } from '../inference/index.js';
export { ModelRegistry } from './model-registry.js';
export { ModelsModule } from './models.module.js';
export { ProfileBuilds } from './profile-builds.js';
export { RepositoryFollower } from './repository-follower.js';
