/** What a version predicts, as far as its feedback has to be understood; a manifest is one. */
export type VersionTask = { readonly name: string; readonly version: number } & (
  | { readonly task: 'regression'; readonly classes: null }
  | { readonly task: 'binary' | 'multiclass'; readonly classes: readonly string[] }
);
