import { DomainError } from '@plumbline/errors';

/** There is no previous champion, or its folder is gone. Maps to 409. */
export class NoPreviousVersion extends DomainError {
  readonly code = 'no_previous_version';

  /** @param missing the previous champion, if the pointer file names one that the repository does not have. */
  constructor(model: string, missing: number | null) {
    super(
      missing === null
        ? `Model ${model} has no previous champion to go back to.`
        : `Version ${missing}, the previous champion of model ${model}, is not in the models folder. Restore it, or promote another version: POST /models/${model}/promote.`,
    );
  }
}

/** The version is in the repository but failed its checks, so no pointer can name it. Maps to 409. */
export class VersionNotServed extends DomainError {
  readonly code = 'version_not_served';

  constructor(model: string, version: number, reason: string) {
    super(`Version ${version} of model ${model} is not served: ${reason}`);
  }
}

/** A champion cannot be its own challenger. Maps to 409. */
export class ChallengerIsChampion extends DomainError {
  readonly code = 'challenger_is_champion';

  constructor(model: string, version: number) {
    super(`Version ${version} is already the champion of model ${model}.`);
  }
}

/** Another move of this model's pointers takes too long; nothing was moved. Maps to 503. */
export class PromotionBusy extends DomainError {
  readonly code = 'promotion_busy';
  override readonly retryAfterS = 5;

  constructor(model: string, options?: ErrorOptions) {
    super(`Another request is moving the pointers of model ${model}; try again shortly.`, options);
  }
}
