export {
  passwordSchema,
  presentedPasswordSchema,
  repeatsName,
  scopesSchema,
  usernameSchema,
} from './credentials.schema.js';
