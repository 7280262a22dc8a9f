export { Child } from './child.js';
export { LogFile } from './log-file.js';
export { guarded, guardProcess, guardServer, unguardProcess } from './orphan-guard.js';
export { freePort, isPort, requireFreePort } from './ports.js';
export { findProgram, startProgram, type StartedProgram } from './program.js';
export { buildProject, importBuilt } from './project.js';
export { capture, run } from './run.js';
export { onceAborted, rejectOnAbort, stopSignal } from './stop-signal.js';
