import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Aliases } from '../src/models/repository/aliases.js';

const folder = fileURLToPath(new URL('toy-models/', import.meta.url));

/** The repository of valid toy models: rent (regression, versions 1 and 2), parity, greeting, mood. */
export const toyModels = join(folder, 'served');

/** A version that scikit-learn's default export would make: it must be refused. */
export const zipMapModel = join(folder, 'refused', 'zipmap');

/** A version whose graph reads a file outside of its folder: it must be refused. */
export const escapingModel = join(folder, 'refused', 'escape');

/** The repository of the models that ship. */
export const shippedModels = fileURLToPath(new URL('../../../models', import.meta.url));

/** Name and version of every model that ships. */
export function shippedVersions(): [name: string, version: number][] {
  return readdirSync(shippedModels, { recursive: true, encoding: 'utf8' })
    .map((path) => /^([^./][^/]*)\/(\d+)$/.exec(path))
    .filter((match) => match !== null)
    .map(([, name = '', version]): [string, number] => [name, Number(version)])
    .sort((one, other) => one[0].localeCompare(other[0]) || one[1] - other[1]);
}

/** The bytes of a graph of `graphs/`. */
export function toyGraph(name: string): Buffer {
  return readFileSync(join(folder, 'graphs', `${name}.onnx`));
}

/** A parsed JSON document that a spec changes. */
export type Editable = Record<string, unknown>;

/** A repository that a spec may damage. */
export class ScratchRepository {
  readonly path = mkdtempSync(join(tmpdir(), 'plumbline-models-'));

  /** Starts as a copy of another repository, or of some of its models. */
  constructor(from = toyModels, models = readdirSync(from)) {
    for (const model of models) cpSync(join(from, model), join(this.path, model), { recursive: true });
  }

  /** Changes a JSON file of a version; a changed golden.json is given its new sha256. */
  edit<Document = Editable>(version: string, file: string, change: (document: Document) => void): void {
    const path = join(this.path, version, file);
    const document = JSON.parse(readFileSync(path, 'utf8')) as Document;
    change(document);
    this.write(version, file, JSON.stringify(document));
  }

  /** Replaces a file of a version and, in the manifest, its sha256. */
  write(version: string, file: string, content: string | Buffer): void {
    writeFileSync(join(this.path, version, file), content);
    if (file === 'manifest.json') return;
    const digest = createHash('sha256').update(content).digest('hex');
    this.edit(version, 'manifest.json', (manifest) => {
      manifest.files = { ...(manifest.files as object), [file]: digest };
    });
  }

  /** Adds a version, named `<model>/<version>`, that is a copy of another but for its number. */
  copyVersion(from: string, to: string): void {
    const [, version = ''] = to.split('/');
    const written = join(this.path, `.${version}`);
    cpSync(join(this.path, from), written, { recursive: true });
    this.edit(`.${version}`, 'manifest.json', (manifest) => (manifest.version = Number(version)));
    renameSync(written, join(this.path, to));
  }

  /** Moves the pointers of a model, as a promotion does. */
  point(model: string, aliases: Aliases): void {
    const written = join(this.path, model, '.aliases');
    writeFileSync(written, JSON.stringify(aliases));
    renameSync(written, join(this.path, model, 'aliases.json'));
  }

  /** Whether there is such a file or folder. */
  has(path: string): boolean {
    return existsSync(join(this.path, path));
  }

  /** Removes a file or a folder. */
  remove(path: string): void {
    rmSync(join(this.path, path), { recursive: true });
  }

  /** Removes all of it. */
  delete(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The heart-disease model alone: a service starts faster with it than with all models that ship. */
export class HeartRepository extends ScratchRepository {
  /** Settings to serve it. */
  readonly environment = { PREDICT_MODELS_DIR: this.path, PREDICT_DEFAULT_MODEL: 'heart-disease' };

  constructor() {
    super(shippedModels, ['heart-disease']);
  }
}

/** A JSON file of a version. */
export function readVersionFile<Document>(repository: string, version: string, file: string): Document {
  return JSON.parse(readFileSync(join(repository, version, file), 'utf8')) as Document;
}
