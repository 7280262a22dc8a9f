export { addShippedModels } from './add-shipped-models.js';
export { type Aliases, NO_ALIASES, readAliases, writeAliases } from './aliases.js';
export { replaceFile, syncToDisk, writeRepository } from './durable-file.js';
export { LastingProblems } from './lasting-problems.js';
export { type ModelFolder, ModelRepository, versionNumbers } from './model-repository.js';
export {
  ModelFileNotFound,
  ModelNotFound,
  ModelRejected,
  ModelUnavailable,
  ModelVersionNotFound,
} from './model.errors.js';
export { doneWith, isAbandoned, isScratch, ownName } from './scratch-name.js';
export {
  fingerprintOf,
  readGolden,
  readJson,
  readManifest,
  verifyFiles,
  type VersionFolder,
} from './version-folder.js';
