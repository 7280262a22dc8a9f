import { z } from 'zod';

/** A TCP port as text, 0 (any free port) to 65535. */
export const port = () => wholeNumber(0, 65_535);

/** A whole number as text, within the bounds, ends included. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .refine(
      (value) => value >= minimum && value <= maximum,
      `must be a whole number from ${minimum} to ${maximum}`,
    );

/** `true` or `false` as text. */
export const flag = () =>
  z.enum(['true', 'false'], { message: 'must be true or false' }).transform((value) => value === 'true');

/** A PostgreSQL connection URL, `postgres://` or `postgresql://`. */
export const postgresUrl = () =>
  z
    .string()
    .regex(/^postgres(ql)?:\/\/.+/, 'must be a PostgreSQL URL such as postgres://user@host:5432/database');

/** An absolute http or https URL without a trailing slash. */
export const httpUrl = () =>
  z
    .string()
    .regex(/^https?:\/\/[^\s/]+/, 'must be an http or https URL')
    .transform((url) => url.replace(/\/+$/, ''));
