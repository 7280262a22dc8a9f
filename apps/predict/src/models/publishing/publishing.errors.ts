import { DomainError } from '@plumbline/errors';

/** The upload is not a form whose parts are the files of a version. Maps to 400. */
export class UploadMalformed extends DomainError {
  readonly code = 'upload_malformed';

  constructor(reason: string, options?: ErrorOptions) {
    super(`The upload cannot be read: ${reason}.`, options);
  }
}

/** A version is never changed: what is different gets a number of its own. Maps to 409. */
export class VersionExists extends DomainError {
  readonly code = 'version_exists';

  constructor(model: string, version: number) {
    super(`Model ${model} has a version ${version} already; publish this one under a new number.`);
  }
}

/** As many versions as the service takes at once are being published. Maps to 503. */
export class PublishingBusy extends DomainError {
  readonly code = 'publishing_busy';
  override readonly retryAfterS = 10;

  constructor(limit: number) {
    super(`${limit} versions are being published; try again shortly.`);
  }
}
