export { Admission, type Lane } from './admission.js';
export { bodyBytesInMemory } from './body-budget.js';
export { BodyGuard } from './body.guard.js';
export type { BodyOptions } from './body.js';
export { limitBodies, limitServer } from './receiving-limit.js';
export { discardUnread } from './unread-body.js';
export { ReplaceUnstorableText } from './unstorable-text.js';
export { validationPipe } from './validation.pipe.js';
export { closeWithConnection } from './waiting-responses.js';
