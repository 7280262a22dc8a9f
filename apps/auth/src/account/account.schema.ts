import { z } from 'zod';
import { passwordSchema, presentedPasswordSchema } from '../passwords/password.schema.js';

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
