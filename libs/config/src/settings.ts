import { isIP } from 'node:net';
import { z } from 'zod';

const ENCRYPTION_KEY_BYTES = 32;

/** A TCP port as text, 0 (any free port) to 65535. */
export const port = () => wholeNumber(0, 65_535);

/** A whole number as text, from the minimum to the maximum. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .refine(
      (value) => value >= minimum && value <= maximum,
      `must be a whole number from ${minimum} to ${maximum}`,
    );

/** `on` or `off` as text. */
export const onOff = () =>
  z.enum(['on', 'off'], { message: 'must be on or off' }).transform((value) => value === 'on');

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

/** Comma-separated origins of web pages, such as https://app.example.com. */
export const origins = () =>
  z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .refine(
      (items) => items.every((item) => /^https?:\/\/[^\s/]+$/.test(item)),
      'must be comma-separated origins such as https://app.example.com, without a path',
    );

/** Comma-separated names. */
export const names = () =>
  z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .refine((items) => items.every((item) => item !== ''), 'must be comma-separated names');

/** Comma-separated IP addresses, or networks such as 10.0.0.0/8. Empty ones do not count. */
export const networks = () =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .refine(
      (items) => items.every(isNetwork),
      'must be comma-separated addresses or networks such as 10.0.0.0/8',
    );

/** 32 bytes as base64, base64url or hex. */
export const encryptionKey = () =>
  z.string().transform((text, context) => {
    const key = Buffer.from(text, /^[\da-f]{64}$/i.test(text) ? 'hex' : 'base64');
    if (key.length === ENCRYPTION_KEY_BYTES && /^[\w+/-]+=?$/.test(text)) return key;
    context.addIssue({
      code: 'custom',
      message: 'must be 32 bytes as base64 or hex (openssl rand -base64 32)',
    });
    return z.NEVER;
  });

function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= longest;
}
