import { label } from './label.js';
import type { RoleName } from './output.schema.js';
import type { OutputRole } from './output-role.js';
import { probabilities } from './probabilities.js';
import { value } from './value.js';

/** Every role that an output is read for. An output with the role `ignored` is not read. */
export const outputRoles: Readonly<Record<RoleName, OutputRole>> = { probabilities, label, value };
