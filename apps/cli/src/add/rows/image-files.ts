import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../command-line/index.js';
import { type Cell, type Column, Table } from './table.js';

const IMAGE_FILE = /\.(png|jpe?g|webp)$/i;

/**
 * The table with images in place of the names of their files, in base64 as requests have them.
 * @param folder the names are relative to it
 * @throws {UsageError} naming a file that cannot be read
 */
export async function withImages(table: Table, folder: string): Promise<Table> {
  const columns = await Promise.all(
    table.columns.map(async (column) => (namesFiles(column) ? await loaded(column, folder) : column)),
  );
  const found = columns.filter((column, place) => column !== table.columns[place]);
  if (found.length === 0) return table;
  return new Table(columns, [...table.notes, `images of ${found.map(({ name }) => name).join(', ')}`]);
}

function namesFiles({ cells }: Column): boolean {
  const present = cells.filter((cell) => cell !== null);
  return present.length > 0 && present.every((cell) => typeof cell === 'string' && IMAGE_FILE.test(cell));
}

async function loaded({ name, cells }: Column, folder: string): Promise<Column> {
  const images: Cell[] = [];
  for (const cell of cells)
    images.push(cell === null ? null : await imageOf(join(folder, String(cell)), name));
  return { name, cells: images };
}

async function imageOf(path: string, column: string): Promise<string> {
  const content = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`column ${column} names the image ${path}, which cannot be read (${cause.code})`);
  });
  return content.toString('base64');
}
