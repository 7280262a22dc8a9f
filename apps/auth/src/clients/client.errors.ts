import { DomainError } from '@plumbline/errors';

/** No client has this id. */
export class ClientNotFound extends DomainError {
  readonly code = 'client_not_found';
  constructor(id: string) {
    super(`There is no client "${id}".`);
  }
}

/** The id is in use. */
export class ClientIdTaken extends DomainError {
  readonly code = 'client_id_taken';
  constructor(id: string) {
    super(`There is already a client "${id}".`);
  }
}
