import { SetMetadata } from '@nestjs/common';
import { type Issue, storableJson, unstorableText, ValidationFailed } from '@plumbline/errors';
import type { Elements } from '@plumbline/json';
import type { Request } from 'express';

const REPLACE = 'plumbline:replace-unstorable-text';
/** In JSON, NUL and half a surrogate pair can only be written as escapes; in a form, NUL also as it is. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])|%00|\0/i;
const ENCODED_NUL = '%00';

/**
 * Marks a route whose text does not come from its caller: characters that PostgreSQL cannot store are replaced by U+FFFD.
 * Other routes refuse them.
 */
export const ReplaceUnstorableText = (): MethodDecorator => SetMetadata(REPLACE, true);

/** Refuses a query with NUL; NUL in a path is left to the route. @throws {ValidationFailed} */
export function checkQueryText({ url, query }: Request): void {
  if (url.includes(ENCODED_NUL)) refuse({ ...query });
}

/**
 * The parsed body, or elements of an array in it, with text that can be stored, given its JSON or form.
 * @throws {ValidationFailed} naming each field with other text, unless the handler replaces it.
 */
export function checkBodyText(body: unknown, text: string, handler: object, elements?: Elements): unknown {
  if (!SUSPICIOUS.test(text)) return body;
  if (Reflect.hasMetadata(REPLACE, handler)) return storableJson(body);
  refuse(body, elements);
  return body;
}

function refuse(value: unknown, elements?: Elements): void {
  const issues = elements === undefined ? unstorableText(value) : unstorableElements(value, elements);
  if (issues.length > 0) throw new ValidationFailed(issues);
}

function unstorableElements(value: unknown, { path, from }: Elements): Issue[] {
  return (value as readonly unknown[]).flatMap((item, at) => unstorableText(item, [...path, from + at]));
}
