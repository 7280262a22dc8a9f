export { AccessTokens, chooseScopes, FIRST_PARTY_CLIENT } from './access-tokens.js';
export { RevokedTokenRepository } from './revoked-token.repository.js';
export { TokenModule } from './token.module.js';
export {
  type IssuedToken,
  type SessionTokens,
  sessionTokensSchema,
  tokenAnswerSchema,
  type TokenReport,
  tokenReportSchema,
} from './token.schema.js';
