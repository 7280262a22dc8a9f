import { z } from 'zod';

/** A signed access token in the shape of RFC 6749, 5.1. */
export const issuedTokenSchema = z.object({
  access_token: z.string().meta({ description: 'A JWT; send it as Authorization: Bearer' }),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'Lifetime of the access token in seconds' }),
  scope: z.string().meta({ description: 'Space-separated scopes of the token', example: 'predict feedback' }),
});

/** An access token of a user, and a refresh token that can be used once. */
export const sessionTokensSchema = issuedTokenSchema.extend({ refresh_token: z.string() });

/** The answer of the token endpoint; machine clients get no refresh token. */
export const tokenAnswerSchema = issuedTokenSchema.extend({ refresh_token: z.string().optional() });

/** A token as RFC 7662, 2.2 describes it; of an inactive one nothing else is known. */
export const tokenReportSchema = z.object({
  active: z.boolean(),
  token_type: z.literal('Bearer').optional(),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  sub: z.string().optional(),
  aud: z.string().optional(),
  iss: z.string().optional(),
  jti: z.string().optional(),
  exp: z.int().optional(),
});

/** A signed access token. */
export type IssuedToken = z.output<typeof issuedTokenSchema>;

/** The answer to a sign-in or a refresh. */
export type SessionTokens = z.output<typeof sessionTokensSchema>;

/** The answer to an introspection. */
export type TokenReport = z.output<typeof tokenReportSchema>;
