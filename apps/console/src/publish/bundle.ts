/** The files of a version that were chosen, and what their manifest says. */
export interface Bundle {
  readonly files: readonly File[];
  readonly model: string;
  readonly version: number;
  /** Files that the manifest lists and that were not chosen. */
  readonly missing: readonly string[];
}

/** Why files are no bundle. */
export type BundleFlaw = 'empty' | 'manifest' | 'unreadable';

/** Reads the manifest among the files; what else is wrong with them, predict says. */
export async function readBundle(files: readonly File[]): Promise<Bundle | BundleFlaw> {
  const shown = files.filter(({ name }) => !name.startsWith('.'));
  if (shown.length === 0) return 'empty';
  const manifest = shown.find(({ name }) => name === 'manifest.json');
  if (manifest === undefined) return 'manifest';
  const content = await parsed(manifest);
  const { name: model, version, files: listed } = content ?? {};
  if (typeof model !== 'string' || typeof version !== 'number') return 'unreadable';
  const names = new Set(shown.map(({ name }) => name));
  const missing = isRecord(listed) ? Object.keys(listed).filter((name) => !names.has(name)) : [];
  return { files: shown, model, version, missing };
}

/** The files that were dropped, those of a dropped folder as well. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  const folders = entries.filter(isFolder);
  if (folders.length === 0) return plain;
  return (await Promise.all(folders.map(filesOf))).flat();
}

/** Chromium has the interfaces of entries, but not under names that a script could compare with. */
function isFolder(entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory === true;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function filesOf(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const files: File[] = [];
  // A reader answers in parts; an empty one is the last.
  for (let part = await entriesOf(reader); part.length > 0; part = await entriesOf(reader)) {
    files.push(...(await Promise.all(part.filter(isFile).map(fileOf))));
  }
  return files;
}

function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function parsed(file: File): Promise<Record<string, unknown> | undefined> {
  try {
    const content: unknown = JSON.parse(await file.text());
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
