export { CredentialCheck, type ProvenUser } from './credential-check.js';
export { InvalidCredentials } from './login.errors.js';
export { LoginModule } from './login.module.js';
