import { isScope, SCOPES } from '@plumbline/access';
import { z } from 'zod';
import { passwordSchema, repeatsName } from '../passwords/password.schema.js';

/** A username: letters, digits and `. _ @ + -`, 1 to 64 of them; case does not distinguish people. */
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

/** What `POST /users` reads. */
export const newUserSchema = z
  .strictObject({ username: usernameSchema, password: passwordSchema, scopes: scopesSchema })
  .refine(({ username, password }) => !repeatsName(password, username), {
    path: ['password'],
    message: 'must not contain the username',
  });

/** A person to be added. */
export type NewUser = z.output<typeof newUserSchema>;

/** What an admin sees of a person. */
export const userDescriptionSchema = z.object({
  username: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_at: z.iso.datetime(),
});

/** A page of people; `next` continues it. */
export const userListSchema = z.object({
  users: z.array(userDescriptionSchema),
  next: z.string().optional(),
});

/** What an admin sees of a person. */
export type UserDescription = z.output<typeof userDescriptionSchema>;

/** The answer of `GET /users`. */
export type UserList = z.output<typeof userListSchema>;

/** The query of `GET /users`: `after` continues behind the last name of the page before. */
export const userPageSchema = z.object({
  after: usernameSchema.optional(),
  limit: z.coerce.number('must be a number').int('must be a whole number').min(1).max(1000).default(100),
});

/** Which part of the users is asked for. */
export type UserPage = z.output<typeof userPageSchema>;
