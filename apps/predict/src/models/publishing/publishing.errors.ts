import { DomainError } from '@plumbline/errors';

/** The upload is not a form with the files of a version. Maps to 400. */
export class UploadMalformed extends DomainError {
  readonly code = 'upload_malformed';

  constructor(reason: string, options?: ErrorOptions) {
    super(`The upload cannot be read: ${reason}.`, options);
  }
}

/** The version exists. Versions never change: a different one needs a new number. Maps to 409. */
export class VersionExists extends DomainError {
  readonly code = 'version_exists';

  constructor(model: string, version: number) {
    super(`Model ${model} already has version ${version}; publish under a new version number.`);
  }
}

/** Too many versions are being published at the same time. Maps to 503. */
export class PublishingBusy extends DomainError {
  readonly code = 'publishing_busy';
  override readonly retryAfterS = 10;

  constructor(limit: string) {
    super(`${limit} are already being published; try again shortly.`);
  }
}
