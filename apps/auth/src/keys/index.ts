export { KeyModule } from './key.module.js';
export { SigningKeys } from './signing-keys.js';
