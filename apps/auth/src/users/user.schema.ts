import { SCOPES } from '@plumbline/access';
import { z } from 'zod';
import type { User } from './user.repository.js';
import { passwordSchema, repeatsName, scopesSchema, usernameSchema } from '../credentials/index.js';

/** The body of `POST /users`. */
export const newUserSchema = z
  .strictObject({ username: usernameSchema, password: passwordSchema, scopes: scopesSchema })
  .refine(({ username, password }) => !repeatsName(password, username), {
    path: ['password'],
    message: 'must not contain the username',
  });

/** A user to add. */
export type NewUser = z.output<typeof newUserSchema>;

/** The body of `PATCH /users/{name}`. */
export const userChangeSchema = z
  .strictObject({ scopes: scopesSchema.optional(), disabled: z.boolean().optional() })
  .refine(
    ({ scopes, disabled }) => scopes !== undefined || disabled !== undefined,
    'must have scopes or disabled',
  );

/** New scopes of a user, and whether the user can sign in. */
export type UserChange = z.output<typeof userChangeSchema>;

/** A user as admins see it. */
export const userDescriptionSchema = z.object({
  id: z.uuid().describe('The subject of the access tokens of the user'),
  username: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  disabled: z.boolean(),
  created_at: z.iso.datetime(),
});

/** A page of users; pass `next` as `after` for the next page. */
export const userListSchema = z.object({
  users: z.array(userDescriptionSchema),
  next: z.string().optional(),
});

/** A user as admins see it. */
export type UserDescription = z.output<typeof userDescriptionSchema>;

/** The answer of `GET /users`. */
export type UserList = z.output<typeof userListSchema>;

/** Describes a user to admins. */
export function describeUser({ id, username, scopes, createdAt, disabledAt }: User): UserDescription {
  const created_at = createdAt.toISOString();
  return { id, username, scopes: [...scopes], disabled: disabledAt !== null, created_at };
}

/** The query of `GET /users`: the page starts after the name `after`. */
export const userPageSchema = z.object({
  after: usernameSchema.optional(),
  limit: z.coerce.number('must be a number').int('must be a whole number').min(1).max(1000).default(100),
});

/** The requested page of users. */
export type UserPage = z.output<typeof userPageSchema>;
