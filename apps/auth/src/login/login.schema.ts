import { z } from 'zod';
import { presentedPasswordSchema } from '../credentials/index.js';

/** The body of `POST /login`. Other fields of OAuth password forms, such as `grant_type`, are ignored. */
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

/** A sign-in with username and password. */
export type LoginRequest = z.output<typeof loginSchema>;
