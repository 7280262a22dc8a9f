export { SessionProvider, useSession, useSessionState } from './session.js';
export { SignIn } from './sign-in.js';
