import { DomainError } from '@plumbline/errors';

/** The profile of a version cannot be used. */
export class ProfileRejected extends DomainError {
  readonly code = 'profile_rejected';
}

/** The reference rows break the manifest, or no profile can be built from them. */
export class ReferenceRejected extends DomainError {
  readonly code = 'reference_rejected';
}
