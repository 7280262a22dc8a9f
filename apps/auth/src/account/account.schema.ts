import { z } from 'zod';
import { passwordSchema, presentedPasswordSchema } from '../credentials/index.js';

/** A live session of the user; `current` is the session of the token. */
const sessionDescription = z.object({
  id: z.uuid(),
  current: z.boolean(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});

/** The user or machine client of a token. `scopes` are those of the token. */
export const accountSchema = z.union([
  z.object({ client_id: z.string(), scopes: z.array(z.string()) }),
  z.object({
    username: z.string(),
    scopes: z.array(z.string()),
    allowed_scopes: z.array(z.string()),
    created_at: z.iso.datetime(),
    sessions: z.array(sessionDescription),
  }),
]);

/** The answer of `GET /me`. */
export type AccountDescription = z.output<typeof accountSchema>;

/** A live session of the user. */
export type SessionDescription = z.output<typeof sessionDescription>;

/** The body of `POST /logout`; an empty one ends the session of the token. */
export const logoutSchema = z
  .strictObject({
    all: z.boolean().default(false),
    session_id: z.uuid('must be the id of a session').optional(),
  })
  .refine(({ all, session_id }) => !(all && session_id !== undefined), {
    path: ['session_id'],
    message: 'must not come with all',
  })
  .prefault({});

/** Which sessions to end. */
export type LogoutRequest = z.output<typeof logoutSchema>;

/** The body of `PUT /users/{name}/password`. */
export const passwordChangeSchema = z.strictObject({
  current_password: presentedPasswordSchema.optional(),
  new_password: passwordSchema,
});

/** A new password; the current one is required to change one's own. */
export type PasswordChangeRequest = z.output<typeof passwordChangeSchema>;
