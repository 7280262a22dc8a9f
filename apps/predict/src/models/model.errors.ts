import { DomainError } from '@plumbline/errors';

/** No version of this model is in the repository. */
export class ModelNotFound extends DomainError {
  readonly code = 'model_not_found';

  constructor(name: string) {
    super(`There is no model ${quote(name)}.`);
  }
}

/** The model exists, this version of it does not. */
export class ModelVersionNotFound extends DomainError {
  readonly code = 'model_version_not_found';

  constructor(name: string, version: string | number) {
    super(`Model ${quote(name)} has no version ${quote(version)}.`);
  }
}

/** The version is in the repository but failed its checks, or no version is the champion. */
export class ModelUnavailable extends DomainError {
  readonly code = 'model_unavailable';
  override readonly retryAfterS = 30;

  constructor(name: string, reason: string) {
    super(`Model ${quote(name)} cannot answer: ${reason}`);
  }
}

/** Names come from the request: quoted, and cut so that the answer stays short. */
function quote(text: string | number): string {
  return JSON.stringify(String(text).slice(0, 80));
}
