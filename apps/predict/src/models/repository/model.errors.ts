import { DomainError } from '@plumbline/errors';

/** The repository has no version of this model. */
export class ModelNotFound extends DomainError {
  readonly code = 'model_not_found';

  constructor(name: string) {
    super(`There is no model ${quote(name)}.`);
  }
}

/** The model exists, but not this version. */
export class ModelVersionNotFound extends DomainError {
  readonly code = 'model_version_not_found';

  constructor(name: string, version: string | number) {
    super(`Model ${quote(name)} has no version ${quote(version)}.`);
  }
}

/** The manifest of the version does not list this file, or the file is missing on disk. */
export class ModelFileNotFound extends DomainError {
  readonly code = 'model_file_not_found';

  constructor(name: string, version: number, file: string, options?: ErrorOptions) {
    super(`Version ${version} of model ${quote(name)} has no file ${quote(file)}.`, options);
  }
}

/** Files break the rules of a version; the message lists the broken rules. Maps to 400 when the files were uploaded. */
export class ModelRejected extends DomainError {
  readonly code = 'model_rejected';

  override readonly extensions: { readonly reasons: readonly string[] };

  constructor(
    readonly reasons: readonly string[],
    options?: ErrorOptions,
  ) {
    super(reasons.join('; '), options);
    this.extensions = { reasons };
  }
}

/** The version is in the repository but failed its checks, or the model has no champion. */
export class ModelUnavailable extends DomainError {
  readonly code = 'model_unavailable';
  override readonly retryAfterS = 30;

  constructor(
    name: string,
    readonly reason: string,
  ) {
    super(`Model ${quote(name)} cannot answer: ${reason}`);
  }
}

/** The disk refused a change of the model repository: it is full, read-only, or this service lacks the permission. */
export class ModelsFolderNotWritable extends DomainError {
  readonly code = 'models_folder_not_writable';
  override readonly retryAfterS = 30;

  constructor(reason: string, options?: ErrorOptions) {
    super(`The models folder cannot be written to (${reason}); see the log for details.`, options);
  }
}

/** The folder of the model repository does not exist; the service cannot start. */
export class ModelsFolderMissing extends DomainError {
  readonly code = 'models_folder_missing';

  constructor(path: string, options?: ErrorOptions) {
    super(
      `There is no models folder at ${path}; set PREDICT_MODELS_DIR to the folder of the models.`,
      options,
    );
  }
}

/** The default model is not in the repository; the service cannot start. */
export class DefaultModelMissing extends DomainError {
  readonly code = 'default_model_missing';

  constructor(name: string, present: readonly string[]) {
    const choice = present.length > 0 ? `one of ${present.join(', ')}` : 'a model in PREDICT_MODELS_DIR';
    super(
      `The default model ${quote(name)} is not in the models folder; set PREDICT_DEFAULT_MODEL to ${choice}.`,
    );
  }
}

/** Names come from the request: they are quoted, and cut to keep the message short. */
function quote(text: string | number): string {
  return JSON.stringify(String(text).slice(0, 80));
}
