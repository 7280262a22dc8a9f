export { ClientThrottle } from './client-throttle.js';
export { type DeviceOwner, KnownDevices } from './known-devices.js';
export { type Attempt, SignInThrottle } from './sign-in-throttle.js';
export { SignInThrottled } from './throttle.errors.js';
export { ThrottleModule } from './throttle.module.js';
