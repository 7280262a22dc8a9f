import { DomainError } from '@plumbline/errors';

/** The profile of a version cannot be used; the message says why. */
export class ProfileRejected extends DomainError {
  readonly code = 'profile_rejected';
}

/** The reference rows do not follow the manifest, or no profile can be built of them; the message says where. */
export class ReferenceRejected extends DomainError {
  readonly code = 'reference_rejected';
}
