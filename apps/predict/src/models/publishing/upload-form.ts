import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { UploadMalformed } from './publishing.errors.js';

/** More files than any version has. */
export const MAX_FILES = 20;
export const MAX_NAME_LENGTH = 100;
/** A plain file name: no path, not hidden, no characters with a meaning in a shell or a browser. */
export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Receives the content of a file as a stream; rejects when it cannot be stored. */
export type TakeFile = (name: string, content: Readable) => Promise<void>;

/**
 * Reads a form whose parts are files, named like the files. Resolves when all of them are stored. When it rejects, none is
 * being stored any more, and the rest of the request is read and discarded so that the client receives the answer.
 * @throws {UploadMalformed} and the errors of `take`.
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
      const problem = failed ? 'the upload was refused' : nameProblem(name, names);
      names.add(name);
      if (problem === undefined) return void files.push(watch(take(name, content), fail));
      content.on('error', () => undefined).resume();
      refuse(problem);
    });
    form.on('field', (name = '') => refuse(`part ${quote(name)} is not a file; send it with a file name`));
    form.on('filesLimit', () => refuse(`it has more than ${MAX_FILES} files`));
    form.on('partsLimit', () => refuse(`it has more than ${MAX_FILES} files`));
    form.on('fieldsLimit', () => refuse('it has parts that are not files'));
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
  if (name.length > MAX_NAME_LENGTH || !FILE_NAME.test(name))
    return `${quote(name)} is not a plain file name`;
  return names.has(name) ? `there are two parts ${quote(name)}` : undefined;
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, MAX_NAME_LENGTH));
}
