import { type Manifest, manifestWarnings, versionOf } from '../manifest/index.js';
import type {
  ModelDetail,
  ModelInfo,
  ModelList,
  VersionDetail,
  VersionSummary,
} from './model-description.schema.js';
import type { ModelRegistry } from './model-registry.js';
import type { ProfileBuilds } from './profile-builds.js';
import type { ServedModel, UnavailableModel } from '../inference/index.js';

type Unavailable = Extract<VersionSummary, { state: 'UNAVAILABLE' }>;

/** Every model with its versions. */
export function describeModels(registry: ModelRegistry): ModelList {
  return { models: registry.names().map((name) => describe(registry, name, summaryOf)) };
}

/** One model with the signature of each version. */
export function describeModel(registry: ModelRegistry, builds: ProfileBuilds, name: string): ModelDetail {
  return describe(registry, name, (model) => detailOf(model, builds));
}

/** One served version with its name. */
export function describeVersion(model: ServedModel, builds: ProfileBuilds): ModelInfo {
  return { name: model.manifest.name, ...detailOf(model, builds) };
}

function describe<Version extends { version: number }>(
  registry: ModelRegistry,
  name: string,
  version: (model: ServedModel) => Version,
) {
  const served = registry.list().filter(({ manifest }) => manifest.name === name);
  const failed = registry.unavailable().filter(({ model }) => model === name);
  const champion = served.find((model) => model.champion)?.manifest.version ?? null;
  const { previous, challenger } = registry.aliases(name);
  const versions = [...served.map(version), ...failed.map(unavailableOf)];
  return {
    name,
    default: name === registry.defaultName,
    champion,
    previous,
    challenger,
    versions: versions.sort((one, other) => one.version - other.version),
  };
}

function summaryOf({ manifest, champion, processReason }: ServedModel) {
  const host =
    processReason === undefined
      ? { host: 'service' as const }
      : { host: 'process' as const, process_reason: processReason };
  return { version: manifest.version, champion, state: 'READY' as const, ...host, ...factsOf(manifest) };
}

function factsOf({ description, task, model_type, created_at, parent_version, metrics }: Manifest) {
  return { description, task, model_type, created_at, parent_version, metrics };
}

function detailOf(model: ServedModel, builds: ProfileBuilds): VersionDetail {
  const { manifest } = model;
  const { features, inputs, outputs, classes, positive_class, threshold, f1_average } = manifest;
  const signature = { features, inputs, outputs, classes, positive_class, threshold, f1_average };
  const ofTask = {
    ...(manifest.task === 'multilabel' && { thresholds: manifest.thresholds }),
    ...(manifest.task === 'regression' && manifest.targets && { targets: manifest.targets }),
    ...(manifest.task === 'anomaly' && { anomaly_if: manifest.anomaly_if }),
  };
  const warnings = manifestWarnings(manifest);
  return { ...summaryOf(model), ...signature, ...ofTask, warnings, profile: profileState(model, builds) };
}

function profileState({ profile, manifest }: ServedModel, builds: ProfileBuilds): VersionDetail['profile'] {
  if (profile !== undefined) return { state: 'READY' };
  const build = builds.of(versionOf(manifest));
  if (build === undefined) return { state: 'ABSENT', reason: null };
  if ('failure' in build) return { state: 'ABSENT', reason: build.failure };
  return { state: 'BUILDING', step: build.step, done: build.done, total: build.total ?? null };
}

function unavailableOf({ version, reason }: UnavailableModel): Unavailable {
  return { version, state: 'UNAVAILABLE', reason };
}
