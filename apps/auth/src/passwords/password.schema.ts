import { z } from 'zod';
import { isCommonPassword } from './common-passwords.js';

const MIN_LENGTH = 8;
const MAX_LENGTH = 256;

/** A password as someone types it to sign in: any text up to the greatest length, taken as it is. */
export const presentedPasswordSchema = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => length(text) <= MAX_LENGTH, `must have at most ${MAX_LENGTH} characters`);

/**
 * A password that someone may choose: 8 to 256 characters of any kind, not a common one. There are no composition
 * rules, and the text is neither cut nor changed.
 */
export const passwordSchema = presentedPasswordSchema
  .refine((text) => length(text) >= MIN_LENGTH, `must have at least ${MIN_LENGTH} characters`)
  .refine(
    (text) => !isCommonPassword(text),
    'is one of the passwords that are guessed first; choose another',
  );

/** Whether the password is the name that goes with it, or contains it. */
export function repeatsName(password: string, username: string): boolean {
  return username.length >= 4 && password.toLowerCase().includes(username.toLowerCase());
}

function length(text: string): number {
  return [...text].length;
}
