import { label } from './label.js';
import { logits } from './logits.js';
import type { RoleName } from './output.schema.js';
import type { OutputRole } from './output-role.js';
import { probabilities } from './probabilities.js';
import { probability } from './probability.js';
import { scores } from './scores.js';
import { value } from './value.js';

/** Every role that gives predictions. */
export const outputRoles: Readonly<Record<RoleName, OutputRole>> = {
  probabilities,
  probability,
  logits,
  label,
  value,
  values: value,
  scores,
};
