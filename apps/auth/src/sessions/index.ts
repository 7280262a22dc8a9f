export { RefreshRotation, type Rotation } from './refresh-rotation.js';
export { RefreshTokenRepository, type RefreshTokenRow } from './refresh-token.repository.js';
export { hashRefreshToken, isRefreshToken } from './refresh-token.js';
export { SessionModule } from './session.module.js';
export { SessionRepository } from './session.repository.js';
export { isLive, type Session } from './session.js';
export { Sessions } from './sessions.js';
