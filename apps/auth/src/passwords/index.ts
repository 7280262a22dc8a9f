export { PasswordHasher } from './password-hasher.js';
export { PasswordModule } from './password.module.js';
