import type { ModelRegistry, ServedModel } from '../../models/registry/index.js';

/** A challenger in the shadow of the champion of its model. */
export interface Trial {
  readonly champion: ServedModel;
  readonly challenger: ServedModel;
}

/** The trials that are under way, by model. A challenger that is not served, or is the champion, is none. */
export function trialsOf(registry: ModelRegistry): Map<string, Trial> {
  const trials = new Map<string, Trial>();
  for (const champion of registry.list().filter((model) => model.champion)) {
    const { name } = champion.manifest;
    const { challenger: version } = registry.aliases(name);
    const challenger = registry
      .list()
      .find(({ manifest }) => manifest.name === name && manifest.version === version);
    if (challenger !== undefined && challenger !== champion) trials.set(name, { champion, challenger });
  }
  return trials;
}
