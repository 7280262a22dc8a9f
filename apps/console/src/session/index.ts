export { SessionProvider, useSession, useSessionState } from './session.js';
export { SignIn } from './sign-in.js';
export { Subject } from './subject.js';
