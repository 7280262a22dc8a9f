import { PERSONAL_SCOPES, SCOPES } from '@plumbline/access';
import { z } from 'zod';
import { scopesSchema } from '../credentials/index.js';
import { FIRST_PARTY_CLIENT } from '../tokens/index.js';

const CLIENT_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Whether the text is a valid client id. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

const personal = PERSONAL_SCOPES.join(', ');

/** The scopes of a client: at least one, and none that only people can have. */
const clientScopesSchema = scopesSchema
  .min(1, 'must have at least one entry')
  .refine((scopes) => !scopes.some((scope) => PERSONAL_SCOPES.includes(scope)), {
    message: `must not have ${personal}, which only people can have`,
  });

/** The body of `POST /clients`. */
export const newClientSchema = z.strictObject({
  client_id: z
    .string()
    .regex(
      CLIENT_ID,
      'must have 1 to 64 lower-case letters, digits and . _ - and start with a letter or digit',
    )
    .refine((id) => id !== FIRST_PARTY_CLIENT, 'is reserved for the sign-in of users')
    // The subject of a token is the UUID of a user or the id of a client; one must not pass for the other.
    .refine((id) => !UUID.test(id), 'must not be a UUID'),
  scopes: clientScopesSchema,
});

const MAX_OVERLAP_S = 30 * 86_400;

/** The body of `PATCH /clients/{id}`. */
export const clientChangeSchema = z.strictObject({ scopes: clientScopesSchema });

/** The body of `POST /clients/{id}/secret`. */
export const secretRotationSchema = z
  .strictObject({
    overlap_s: z
      .int('must be a whole number of seconds')
      .min(0)
      .max(MAX_OVERLAP_S)
      .default(0)
      .describe('How long the old secret stays valid, in seconds'),
  })
  .prefault({});

/** The new secret, which is shown only once. */
export const rotatedSecretSchema = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  old_secret_valid_until: z.iso.datetime(),
});

/** A client as admins see it. */
export const clientDescriptionSchema = z.object({
  client_id: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_at: z.iso.datetime(),
});

/** All clients. */
export const clientListSchema = z.object({ clients: z.array(clientDescriptionSchema) });

/** A new client with its secret, which is shown only once. */
export const createdClientSchema = clientDescriptionSchema.extend({ client_secret: z.string() });

/** A client as admins see it. */
export type ClientDescription = z.output<typeof clientDescriptionSchema>;

/** The answer of `GET /clients`. */
export type ClientList = z.output<typeof clientListSchema>;

/** The answer of `POST /clients`. */
export type CreatedClient = z.output<typeof createdClientSchema>;

/** The scopes that a client gets. */
export type ClientChange = z.output<typeof clientChangeSchema>;

/** How long the old secret stays valid. */
export type SecretRotation = z.output<typeof secretRotationSchema>;

/** The answer of `POST /clients/{id}/secret`. */
export type RotatedSecret = z.output<typeof rotatedSecretSchema>;

/** A client to add. */
export type NewClient = z.output<typeof newClientSchema>;
