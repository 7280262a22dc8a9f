export { root, version } from './checkout.js';
