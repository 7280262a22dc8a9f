import { accessErrorStatus } from '@plumbline/access';
import type { ErrorTable } from '@plumbline/http';

/** HTTP status of every error code of this service; those all services share are in `@plumbline/http`. */
export const errorStatus = {
  ...accessErrorStatus,
  invalid_credentials: 401,
  scope_not_allowed: 400,
  sign_in_throttled: 429,
  client_throttled: 429,
  sign_in_overloaded: 503,
  user_not_found: 404,
  username_taken: 409,
  last_admin: 409,
  client_not_found: 404,
  client_id_taken: 409,
  session_not_found: 404,
  no_session: 400,
  not_your_account: 403,
  current_password_wrong: 403,
  signing_key_not_found: 404,
  database_unreachable: 503,
} as const satisfies ErrorTable;
