import { readFile } from 'node:fs/promises';
import { type Manifest, manifestSchema } from '../../../predict/dist/models/index.js';
import { UsageError } from '../command-line/index.js';

/** A manifest. @throws {UsageError} naming the file and, where it is not valid, the first fields that are wrong. */
export async function readManifest(path: string): Promise<Manifest> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read: ${cause.message}`, { cause });
  });
  const parsed = manifestSchema.safeParse(jsonOf(text, path));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new UsageError(`${path} is not a manifest: ${issues.join('; ')}`);
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is not JSON`, { cause });
  }
}
