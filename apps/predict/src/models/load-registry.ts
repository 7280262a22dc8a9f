import { Logger } from '@nestjs/common';
import type { MetricSet } from '@plumbline/metrics';
import { RunMetrics } from '../inference/run-metrics.js';
import { LoadedModel, type RunOptions } from './loaded-model.js';
import { loadVersion } from './model-loader.js';
import { ModelMetrics } from './model-metrics.js';
import { ModelRegistry } from './model-registry.js';
import { ModelRejected } from './model-rejected.errors.js';
import { ModelRepository } from './model-repository.js';
import type { ServedModel, UnavailableModel } from './served-model.js';
import type { VersionFolder } from './version-folder.js';

/** Where the models are and how they run. */
export interface RegistryOptions extends RunOptions {
  readonly dir: string;
  readonly defaultName: string;
}

const logger = new Logger('Models');

/**
 * Loads every version of the repository. One that fails its checks is reported and not served.
 * @throws {ModelsFolderMissing}
 */
export async function loadRegistry(options: RegistryOptions, metrics: MetricSet): Promise<ModelRegistry> {
  const models = await new ModelRepository(options.dir).models();
  const served: ServedModel[] = [];
  const unavailable: UnavailableModel[] = [];
  for (const { aliases, versions } of models) {
    for (const folder of versions) {
      const model = await tryLoad(folder, aliases.champion === folder.version, options, metrics);
      if ('reason' in model) unavailable.push(model);
      else served.push(model);
    }
  }
  return new ModelRegistry(served, unavailable, options.defaultName);
}

async function tryLoad(
  folder: VersionFolder,
  champion: boolean,
  options: RunOptions,
  metrics: MetricSet,
): Promise<ServedModel | UnavailableModel> {
  const { name, version } = folder;
  const modelMetrics = new ModelMetrics(metrics);
  try {
    const startedAtMs = performance.now();
    const checked = await loadVersion(folder, champion);
    modelMetrics.served(checked.manifest, champion);
    logger.log(
      `${name} version ${version} is served, loaded in ${Math.round(performance.now() - startedAtMs)} ms`,
    );
    return new LoadedModel(checked, options, new RunMetrics(metrics, name, version));
  } catch (error) {
    if (!(error instanceof ModelRejected)) throw error;
    modelMetrics.refused(name, version);
    logger.error(`${name} version ${version} is not served: ${error.message}`);
    return { name, version, reason: error.message };
  }
}
