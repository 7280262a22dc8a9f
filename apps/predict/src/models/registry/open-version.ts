import { Logger } from '@nestjs/common';
import type { MetricSet } from '@plumbline/metrics';
import { LoadedModel, loadVersion, RunMetrics, type RunOptions } from '../inference/index.js';
import { servedProfile } from '../profiles/index.js';
import { manifestWarnings, versionText } from '../manifest/index.js';
import { ModelRejected, type VersionFolder } from '../repository/index.js';

const logger = new Logger('Models');

/** Loads a version, or says why it cannot be served. It is not the champion yet. */
export async function openVersion(
  folder: VersionFolder,
  options: RunOptions,
  metrics: MetricSet,
): Promise<LoadedModel | string> {
  const name = versionText(folder);
  try {
    const startedAtMs = performance.now();
    const checked = await loadVersion(folder, false);
    const profile = await servedProfile(folder);
    logger.log(`${name} is served, loaded in ${Math.round(performance.now() - startedAtMs)} ms`);
    for (const warning of manifestWarnings(checked.manifest)) {
      logger.warn(`${name}: ${warning}`);
    }
    return new LoadedModel({ ...checked, profile }, options, new RunMetrics(metrics, folder));
  } catch (error) {
    // Whatever one version does, the others have to be served and followed.
    const { message } = error as Error;
    const reason = error instanceof ModelRejected ? message : `it cannot be loaded: ${message}`;
    logger.error(`${name} is not served: ${reason}`);
    return reason;
  }
}
