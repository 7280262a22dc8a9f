import type { ServerResponse } from 'node:http';
import { mapInSlices } from '@plumbline/tasks';

/** An array of more elements is serialised in slices. */
const MANY = 64;
/** Elements that are serialised together. */
const GROUP = 16;

/** Whether a member of the object is a long array, which takes long to serialise. */
export function isLarge(body: object): boolean {
  if (Array.isArray(body)) return false;
  for (const name in body) {
    const value: unknown = body[name as keyof typeof body];
    if (Array.isArray(value) && value.length > MANY) return true;
  }
  return false;
}

/** Answers with the JSON of the body, as `JSON.stringify` gives it, without holding the event loop for long. */
export async function answerInSlices(response: ServerResponse, body: object): Promise<void> {
  const parts: Buffer[] = [];
  let isFirst = true;
  for (const [name, value] of Object.entries(body)) {
    const texts = await textsOf(value);
    if (texts === undefined) continue;
    parts.push(Buffer.from(`${isFirst ? '{' : ','}${JSON.stringify(name)}:`), ...texts);
    isFirst = false;
  }
  parts.push(Buffer.from('}'));
  response.setHeader(
    'Content-Length',
    parts.reduce((bytes, { length }) => bytes + length, 0),
  );
  response.cork();
  for (const part of parts) response.write(part);
  response.end();
  response.uncork();
}

/** Undefined for a member that JSON leaves out. */
async function textsOf(value: unknown): Promise<Buffer[] | undefined> {
  if (!Array.isArray(value) || value.length <= MANY) {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? undefined : [Buffer.from(text)];
  }
  const starts = Array.from({ length: Math.ceil(value.length / GROUP) }, (_, group) => group * GROUP);
  const groups = await mapInSlices(starts, (start) => {
    const json = JSON.stringify(value.slice(start, start + GROUP));
    return Buffer.from(start === 0 ? json.slice(0, -1) : `,${json.slice(1, -1)}`);
  });
  return [...groups, Buffer.from(']')];
}
