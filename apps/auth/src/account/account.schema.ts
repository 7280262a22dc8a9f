import { z } from 'zod';
import { passwordSchema, presentedPasswordSchema } from '../passwords/password.schema.js';

/** One of a person's live sessions; `current` is the one of the token that asked. */
const sessionDescription = z.object({
  id: z.uuid(),
  current: z.boolean(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});

/** Whom a token stands for: a person or a machine client. `scopes` is what the token allows. */
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

/** One of a person's live sessions. */
export type SessionDescription = z.output<typeof sessionDescription>;

/** What `POST /logout` reads: nothing ends the session of the token. */
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

/** What `PUT /users/{name}/password` reads. */
export const passwordChangeSchema = z.strictObject({
  current_password: presentedPasswordSchema.optional(),
  new_password: passwordSchema,
});

/** A new password, with the current one when it is one's own. */
export type PasswordChangeRequest = z.output<typeof passwordChangeSchema>;
