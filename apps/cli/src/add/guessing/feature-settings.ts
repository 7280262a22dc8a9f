import { UsageError } from '../../command-line/index.js';
import type { FeatureDraft } from './guess-feature.js';

/** How pixels of 0 to 255 are usually scaled. */
export const SCALES: Readonly<Record<string, { readonly mean: unknown; readonly std: unknown }>> = {
  '0 to 1': { mean: 0, std: 255 },
  '-1 to 1': { mean: 127.5, std: 127.5 },
  '0 to 255': { mean: 0, std: 1 },
  imagenet: { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] },
};

/**
 * The features with the keys that the user sets, such as `age.maximum=120` or `photo.scale.mean=127.5`.
 * @param settings values by column and key; a value that is no JSON is a text
 * @throws {UsageError} for a column that is no feature
 */
export function withSettings(
  features: readonly FeatureDraft[],
  settings: Readonly<Record<string, string>>,
): FeatureDraft[] {
  const changed = new Map<string, Record<string, unknown>>(features.map((each) => [each.name, { ...each }]));
  for (const [path, text] of Object.entries(settings)) {
    const name = [...changed.keys()]
      .filter((each) => path.startsWith(`${each}.`))
      .reduce((longest, each) => (each.length > longest.length ? each : longest), '');
    const feature = changed.get(name);
    if (feature === undefined) {
      throw new UsageError(
        `--set ${path}=${text} must name a feature and a key, such as age.maximum=120; the features are ${[...changed.keys()].slice(0, 30).join(', ')}`,
      );
    }
    setKey(feature, path.slice(name.length + 1).split('.'), text);
  }
  return features.map((each) => ({ ...each, ...changed.get(each.name) }));
}

function setKey(feature: Record<string, unknown>, [key = '', inner]: readonly string[], text: string): void {
  if (inner !== undefined) feature[key] = { ...(feature[key] as object | undefined), [inner]: jsonOf(text) };
  else feature[key] = key === 'scale' ? (SCALES[text] ?? jsonOf(text)) : jsonOf(text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
