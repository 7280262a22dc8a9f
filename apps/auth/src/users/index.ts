export { UserNotFound } from './user.errors.js';
export { UserModule } from './user.module.js';
export { type User, UserRepository } from './user.repository.js';
