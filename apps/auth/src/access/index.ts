export { guarded, LivenessModule } from './access.module.js';
export { TokenLiveness } from './token-liveness.js';
