import { isScope, SCOPES } from '@plumbline/access';
import { z } from 'zod';
import { isCommonPassword } from './common-passwords.js';

const MIN_LENGTH = 8;
const MAX_LENGTH = 256;

/** A password at sign-in: any text up to the maximum length, used as it is. */
export const presentedPasswordSchema = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => length(text) <= MAX_LENGTH, `must have at most ${MAX_LENGTH} characters`);

/**
 * A new password: 8 to 256 characters of any kind, not a common one. There are no composition rules, and the text is
 * neither cut nor changed.
 */
export const passwordSchema = presentedPasswordSchema
  .refine((text) => length(text) >= MIN_LENGTH, `must have at least ${MIN_LENGTH} characters`)
  .refine((text) => !isCommonPassword(text.normalize('NFKC')), 'is too common; choose another password');

/** Whether the password contains the username. */
export function repeatsName(password: string, username: string): boolean {
  return username.length >= 4 && password.toLowerCase().includes(username.toLowerCase());
}

/** A username: 1 to 64 letters, digits and `. _ @ + -`. Case does not matter. */
export const usernameSchema = z
  .string()
  .max(64, 'must have at most 64 characters')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/,
    'must start with a letter or digit and have only letters, digits and . _ @ + -',
  )
  .transform((name) => name.toLowerCase());

/** A list of scopes, each at most once. */
export const scopesSchema = z
  .array(z.string().refine(isScope, `must be one of ${SCOPES.join(', ')}`))
  .refine((scopes) => new Set(scopes).size === scopes.length, 'must not name a scope twice');

function length(text: string): number {
  return [...text].length;
}
