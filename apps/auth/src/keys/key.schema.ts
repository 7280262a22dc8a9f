import { z } from 'zod';

/** All signing keys. */
export const keyListSchema = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      state: z.enum(['next', 'signing', 'verifying', 'retired']),
      created_at: z.iso.datetime(),
      signs_from: z.iso.datetime(),
    }),
  ),
});

/** The answer of `GET /keys`. */
export type KeyList = z.output<typeof keyListSchema>;
