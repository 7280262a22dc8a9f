import { z } from 'zod';

const text = (maximum: number) =>
  z.string().min(1, 'must not be empty').max(maximum, `must have at most ${maximum} characters`);

/** The body of `POST /session`, within the limits of auth. */
export const signInSchema = z.strictObject({ username: text(64), password: text(256) });

/** `?everywhere=` of `DELETE /session`. */
export const signOutSchema = z.strictObject({
  everywhere: z
    .enum(['true', 'false'], { message: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
});

/** Who is signed in. */
export const sessionSchema = z.object({
  user: z
    .object({
      id: z.string().describe('The subject of the tokens'),
      username: z.string(),
      scopes: z.array(z.string()),
    })
    .nullable()
    .describe('Null without a session'),
});

export type SignIn = z.output<typeof signInSchema>;
export type SignOut = z.output<typeof signOutSchema>;
export type SessionDescription = z.infer<typeof sessionSchema>;
