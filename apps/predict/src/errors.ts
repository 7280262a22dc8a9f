import { accessErrorStatus } from '@plumbline/access';
import type { ErrorTable } from '@plumbline/http';

/** HTTP status of every error code of this service; those all services share are in `@plumbline/http`. */
export const errorStatus = {
  ...accessErrorStatus,
  challenger_is_champion: 409,
  feedback_unavailable: 503,
  inference_failed: 500,
  model_file_not_found: 404,
  model_not_found: 404,
  model_rejected: 400,
  model_version_not_found: 404,
  model_unavailable: 503,
  models_folder_not_writable: 503,
  no_previous_version: 409,
  monitoring_off: 409,
  not_acceptable: 406,
  not_evaluated: 404,
  prediction_not_found: 404,
  prediction_log_off: 409,
  prediction_log_full: 503,
  prediction_log_unavailable: 503,
  promotion_busy: 503,
  publishing_busy: 503,
  retrain_not_awaiting_approval: 409,
  retraining_switched_off: 409,
  retrain_not_found: 404,
  retraining_not_configured: 409,
  retraining_unavailable: 503,
  upload_malformed: 400,
  version_exists: 409,
  version_not_served: 409,
} as const satisfies ErrorTable;
