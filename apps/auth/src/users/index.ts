export { LastAdmin, UserNotFound } from './user.errors.js';
export { UserModule } from './user.module.js';
export { type User, UserRepository } from './user.repository.js';
export {
  describeUser,
  type UserChange,
  userChangeSchema,
  type UserDescription,
  userDescriptionSchema,
} from './user.schema.js';
