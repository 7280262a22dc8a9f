import { profileRequestSchema, ProfileTask } from './profile-task.js';
import { onParentMessage, sendToParent } from './worker-process.js';

const task = new ProfileTask(sendToParent);

onParentMessage((message) => task.handle(profileRequestSchema.parse(message)));
