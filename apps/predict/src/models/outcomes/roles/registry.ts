import { label } from './label.js';
import { logits, probabilities, probability, scores, value } from './number-roles.js';
import type { RoleName } from './output.schema.js';
import type { OutputRole } from './output-role.js';

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
