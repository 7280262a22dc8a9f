export {
  type Alert,
  type Decision,
  decisionsSchema,
  type Notification,
  notificationSchema,
  type Outcome,
  outcomeSchema,
} from './alert.schema.js';
export { isHeartbeat, readAlert, type WantedAlert } from './wanted-alert.js';
