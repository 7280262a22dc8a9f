import { z } from 'zod';

const version = z.int().min(1).nullable();

/** `aliases.json` of a model: which version answers by default, which did before, which is being tried. */
export const aliasesSchema = z.strictObject({ champion: version, previous: version, challenger: version });

export type Aliases = z.infer<typeof aliasesSchema>;

/** A model that nobody has promoted a version of. */
export const NO_ALIASES: Aliases = { champion: null, previous: null, challenger: null };
