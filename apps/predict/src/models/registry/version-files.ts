import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { mapInSlices } from '@plumbline/tasks';
import { ModelFileNotFound } from '../repository/index.js';
import type { ServedModel } from '../inference/index.js';

const TYPES: Readonly<Record<string, string>> = {
  '.gz': 'application/gzip',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
};

const SLICE_BYTES = 2 ** 20;

/** A file of a version, open for reading. */
export interface OpenFile {
  readonly content: Readable;
  readonly bytes: number;
  readonly type: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Files of a version that its manifest does not list. */
const UNLISTED = new Set(['manifest.json', 'profile.json']);

/** Opens the files of served versions: those in the manifest, the manifest itself and the reference profile. */
export class VersionFiles {
  constructor(private readonly root: string) {}

  /** @throws {ModelFileNotFound} when the version has no such file, or it is missing on disk. */
  async open({ manifest }: ServedModel, file: string): Promise<OpenFile> {
    const { name, version, files } = manifest;
    const sha256 = Object.hasOwn(files, file) ? files[file] : undefined;
    const path = join(this.root, name, String(version), file);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    try {
      if (sha256 !== undefined) return { ...(await opened(path)), type, sha256 };
      if (UNLISTED.has(file)) return { ...(await read(path)), type };
    } catch (cause) {
      throw new ModelFileNotFound(name, version, file, { cause });
    }
    throw new ModelFileNotFound(name, version, file);
  }
}

async function opened(path: string) {
  const handle = await open(path);
  const { size } = await handle.stat();
  return { content: handle.createReadStream(), bytes: size };
}

/** For files that fit into memory and whose hash is not known. */
async function read(path: string) {
  const content = await readFile(path);
  const hash = createHash('sha256');
  const starts = Array.from({ length: Math.ceil(content.length / SLICE_BYTES) }, (_, at) => at * SLICE_BYTES);
  await mapInSlices(starts, (start) => hash.update(content.subarray(start, start + SLICE_BYTES)));
  return { content: Readable.from([content]), bytes: content.length, sha256: hash.digest('hex') };
}
