import type { ModelRegistry } from './model-registry.js';
import { ModelNotFound, ModelVersionNotFound } from '../repository/index.js';
import type { ServedModel } from '../inference/index.js';

const VERSION = /^[1-9]\d{0,8}$/;

/**
 * The version that a request's path names: none is the default model, no version is the champion.
 * @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable}
 */
export function selectModel(
  registry: ModelRegistry,
  { model = registry.defaultName, version }: { readonly model?: string; readonly version?: string },
): ServedModel {
  if (version === undefined) return registry.get(model);
  if (VERSION.test(version)) return registry.get(model, Number(version));
  if (!registry.names().includes(model)) throw new ModelNotFound(model);
  throw new ModelVersionNotFound(model, version);
}
