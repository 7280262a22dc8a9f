import type { Manifest } from '../manifest/index.js';

/** Where the rows that a profile was built from come from. */
export interface ReferenceRows {
  /** `reference` is the version's own reference.csv.gz, `file` another table that was given. */
  readonly source: 'reference' | 'file';
  /** Whether the model was trained on none of them; null when nobody has said. */
  readonly heldOut: boolean | null;
}

/** What the manifest says of its reference holds for that alone. */
export function referenceRows({ reference }: Manifest, source: ReferenceRows['source']): ReferenceRows {
  return { source, heldOut: source === 'reference' ? (reference?.held_out ?? null) : null };
}
