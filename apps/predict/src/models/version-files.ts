import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { ModelFileNotFound } from './model.errors.js';
import type { ServedModel } from './served-model.js';

const TYPES: Readonly<Record<string, string>> = {
  '.gz': 'application/gzip',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
};

/** A file of a version, open for reading. */
export interface OpenFile {
  readonly content: Readable;
  readonly bytes: number;
  readonly type: string;
  /** Lower-case hexadecimal, as the manifest lists it. */
  readonly sha256: string;
}

/** Gives out the files that the manifests of served versions list. */
export class VersionFiles {
  constructor(private readonly root: string) {}

  /** @throws {ModelFileNotFound} when the manifest does not list it, or it went. */
  async open({ manifest }: ServedModel, file: string): Promise<OpenFile> {
    const { name, version, files } = manifest;
    const sha256 = Object.hasOwn(files, file) ? files[file] : undefined;
    if (sha256 === undefined) throw new ModelFileNotFound(name, version, file);
    const handle = await open(join(this.root, name, String(version), file)).catch((cause: unknown) => {
      throw new ModelFileNotFound(name, version, file, { cause });
    });
    const { size } = await handle.stat();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return { content: handle.createReadStream(), bytes: size, type, sha256 };
  }
}
