export { sessionAuthenticationOf, SessionModule } from './session.module.js';
