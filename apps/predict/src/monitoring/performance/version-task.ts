import type { ModelVersion } from '../../models/manifest/index.js';

/** What a version predicts, as far as its feedback has to be understood. */
export type VersionTask = ModelVersion &
  (
    | { readonly task: 'regression'; readonly classes: null }
    | { readonly task: 'binary' | 'multiclass'; readonly classes: readonly string[] }
  );
