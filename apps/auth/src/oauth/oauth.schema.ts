import { z } from 'zod';

/** A parameter without a value is treated as absent (RFC 6749, 3.2); one sent twice is an array, and refused. */
const parameter = () =>
  z
    .string('must be sent once')
    .max(4096, 'must have at most 4096 characters')
    .transform((text) => text || undefined)
    .optional();

const required = () =>
  z.string('must be sent once').min(1, 'must not be empty').max(4096, 'must have at most 4096 characters');

const clientParameters = { client_id: parameter(), client_secret: parameter() };

/** The body of `POST /oauth/token`; unknown parameters are ignored, as RFC 6749 requires. */
export const tokenRequestSchema = z.object({
  ...clientParameters,
  grant_type: required(),
  scope: parameter(),
  refresh_token: parameter(),
});

/** The body of `POST /oauth/revoke` and `POST /oauth/introspect` (RFC 7009, 2.1; RFC 7662, 2.1). */
export const tokenQuerySchema = z.object({
  ...clientParameters,
  token: required(),
  token_type_hint: parameter(),
});

/** A request for an access token. */
export type TokenRequest = z.output<typeof tokenRequestSchema>;

/** A request about a token. */
export type TokenQuery = z.output<typeof tokenQuerySchema>;

/** The error of an OAuth endpoint (RFC 6749, 5.2). */
export const oauthErrorSchema = z.object({ error: z.string(), error_description: z.string() });
