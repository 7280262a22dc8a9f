/** A version of a model. */
export interface ModelVersion {
  readonly model: string;
  readonly version: number;
}

/** The version that a manifest describes. */
export function versionOf({
  name,
  version,
}: {
  readonly name: string;
  readonly version: number;
}): ModelVersion {
  return { model: name, version };
}

/** Identifies a version in maps and sets: `heart-disease/3`. */
export function versionKey({ model, version }: ModelVersion): string {
  return `${model}/${version}`;
}

/** The labels of a version's metrics. */
export function versionLabels({ model, version }: ModelVersion) {
  return { model, version: String(version) };
}

/** Names a version in logs and errors: `heart-disease version 3`. */
export function versionText({ model, version }: ModelVersion): string {
  return `${model} version ${version}`;
}
