import { checkRequestSchema, checkUpload } from './upload-check.js';
import { onParentMessage, sendToParent } from './worker-process.js';

onParentMessage(async (message) => sendToParent(await checkUpload(checkRequestSchema.parse(message))));
