import { z } from 'zod';

/** A signed access token in the shape of RFC 6749, 5.1. */
export const issuedTokenSchema = z.object({
  access_token: z.string().meta({ description: 'A JWT; send it as Authorization: Bearer' }),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'Seconds until the access token ends' }),
  scope: z
    .string()
    .meta({ description: 'What the token allows, with spaces between', example: 'predict feedback' }),
});

/** An access token of a person, and the refresh token that continues the session once. */
export const sessionTokensSchema = issuedTokenSchema.extend({ refresh_token: z.string() });

/** The answer of the token endpoint: only sessions of people have a refresh token. */
export const tokenAnswerSchema = issuedTokenSchema.extend({ refresh_token: z.string().optional() });

/** What RFC 7662, 2.2 says of a token; of one that cannot be used, nothing but that. */
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
