import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AssetNotFound, ConsoleNotBuilt } from './console.errors.js';

/** The build of apps/console, in a checkout and in an image. */
const BUILD = join(import.meta.dirname, '../../../console/dist');

/** The names that Vite gives to assets: without a separator of paths, with a hash of the content. */
const ASSET = /^[\w-]+-[\w-]{8}\.(?<extension>js|css|svg)$/;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The content codings of which the build has files. */
const CODINGS = { br: '.br', gzip: '.gz', identity: '' } as const;

/** A content coding that assets are stored in. */
export type Coding = keyof typeof CODINGS;

/** All codings, the smallest first. */
export const codings = Object.keys(CODINGS) as readonly Coding[];

/** The files of the console, read when they are asked for: browsers keep assets, and a build replaces them. */
@Injectable()
export class ConsoleFiles {
  /** The page. @throws {ConsoleNotBuilt} */
  page(): Promise<string> {
    return readFile(join(BUILD, 'index.html'), 'utf8').catch(() => {
      throw new ConsoleNotBuilt();
    });
  }

  /** A file that never changes. @throws {AssetNotFound} */
  async asset(name: string, coding: Coding): Promise<{ content: Buffer; type: string }> {
    const type = TYPES[ASSET.exec(name)?.groups?.['extension'] ?? ''];
    if (type === undefined) throw new AssetNotFound();
    const content = await readFile(join(BUILD, 'assets', name + CODINGS[coding])).catch(() => {
      throw new AssetNotFound();
    });
    return { content, type };
  }
}
