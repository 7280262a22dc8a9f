import { z } from 'zod';
import { presentedPasswordSchema } from '../passwords/password.schema.js';

/**
 * What `POST /login` reads from a form or JSON. Further fields that OAuth password forms carry, such as `grant_type`
 * and `client_id`, are ignored.
 */
export const loginSchema = z.object({
  username: z
    .string()
    .min(1, 'must not be empty')
    .max(64, 'must have at most 64 characters')
    .regex(/^\P{Cc}*$/u, 'must not have control characters')
    .transform((name) => name.toLowerCase()),
  password: presentedPasswordSchema,
  scope: z.string().max(256, 'must have at most 256 characters').optional(),
});

/** A sign-in by name and password. */
export type LoginRequest = z.output<typeof loginSchema>;
