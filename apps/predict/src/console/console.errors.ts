import { DomainError } from '@plumbline/errors';

/** The front end is not there. */
export class ConsoleNotBuilt extends DomainError {
  readonly code = 'console_not_built';
  constructor() {
    super('The console is not built: run npm run build. /docs lists the routes of the API.');
  }
}

/** The console has no such file, for example because it was updated. */
export class AssetNotFound extends DomainError {
  readonly code = 'asset_not_found';
  constructor() {
    super('The console has no such file; load / again.');
  }
}
