import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { UploadMalformed } from './publishing.errors.js';

/** More than any version has. */
const MAX_FILES = 20;
const LONGEST_NAME = 100;
/** The plain name of a file: no path, nothing hidden, nothing that a shell or a browser reads specially. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Takes the content of a file as it comes, and rejects when it cannot. */
export type TakeFile = (name: string, content: Readable) => Promise<void>;

/**
 * Reads a form whose parts are files, named as the files. Resolves when all of them were taken; when it rejects none
 * is being taken any more, and the rest of the request is read and thrown away so that the client hears the answer.
 * @throws {UploadMalformed} and what `take` rejects with.
 */
export function readUploadForm(request: IncomingMessage, take: TakeFile): Promise<void> {
  const form = openForm(request);
  const names = new Set<string>();
  const files: Promise<void>[] = [];
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (error: unknown): void => {
      if (failed) return;
      failed = true;
      request.unpipe(form).resume();
      form.destroy();
      void Promise.allSettled(files).then(() => reject(error as Error));
    };
    const refuse = (reason: string) => fail(new UploadMalformed(reason));
    form.on('file', (name = '', content) => {
      const problem = failed ? 'it was refused' : nameProblem(name, names);
      names.add(name);
      if (problem === undefined) return void files.push(watch(take(name, content), fail));
      content.on('error', () => undefined).resume();
      refuse(problem);
    });
    form.on('field', (name = '') => refuse(`part ${quote(name)} is no file; send it with a file name`));
    form.on('filesLimit', () => refuse(`it has more than ${MAX_FILES} files`));
    form.on('partsLimit', () => refuse(`it has more than ${MAX_FILES} files`));
    form.on('fieldsLimit', () => refuse('it has parts that are no files'));
    form.on('error', (error) => refuse((error as Error).message));
    form.on('close', () => void Promise.all(files).then(() => resolve(), fail));
    request.on('error', (error) => refuse(error.message));
    request.on('close', () => request.complete || refuse('it was cut short'));
    request.pipe(form);
  });
}

function openForm(request: IncomingMessage) {
  try {
    const limits = { files: MAX_FILES, parts: MAX_FILES + 1, fields: 1, headerPairs: 20 };
    return busboy({ headers: request.headers, limits });
  } catch (cause) {
    throw new UploadMalformed((cause as Error).message, { cause });
  }
}

function watch(file: Promise<void>, fail: (error: unknown) => void): Promise<void> {
  file.catch(fail);
  return file;
}

function nameProblem(name: string, names: ReadonlySet<string>): string | undefined {
  if (name.length > LONGEST_NAME || !FILE_NAME.test(name))
    return `${quote(name)} is not the plain name of a file`;
  return names.has(name) ? `there are two parts ${quote(name)}` : undefined;
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, LONGEST_NAME));
}
