import { DomainError } from '@plumbline/errors';

/** No version was the champion before the present one, or it is not there any more: none to go back to. Maps to 409. */
export class NoPreviousVersion extends DomainError {
  readonly code = 'no_previous_version';

  /** @param missing the version that the pointer file names although the repository does not have it. */
  constructor(model: string, missing: number | null) {
    super(
      missing === null
        ? `Model ${model} has no previous champion to go back to.`
        : `Version ${missing}, the previous champion of model ${model}, is not in the models folder. Put it back, or choose another: POST /models/${model}/promote.`,
    );
  }
}

/** The version is in the repository but failed its checks, so no pointer may name it. Maps to 409. */
export class VersionNotServed extends DomainError {
  readonly code = 'version_not_served';

  constructor(model: string, version: number, reason: string) {
    super(`Version ${version} of model ${model} is not served: ${reason}`);
  }
}

/** The champion itself cannot be tried against the champion. Maps to 409. */
export class ChallengerIsChampion extends DomainError {
  readonly code = 'challenger_is_champion';

  constructor(model: string, version: number) {
    super(`Version ${version} is the champion of model ${model}.`);
  }
}

/** Other moves of this model's pointers take too long; nothing was moved. Maps to 503. */
export class PromotionBusy extends DomainError {
  readonly code = 'promotion_busy';
  override readonly retryAfterS = 5;

  constructor(model: string, options?: ErrorOptions) {
    super(`The pointers of model ${model} are being moved by somebody else; try again shortly.`, options);
  }
}
