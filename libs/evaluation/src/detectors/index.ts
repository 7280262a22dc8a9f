export { Adwin, type AdwinBucket, type AdwinOptions, type AdwinState } from './adwin.js';
export { Cusum, type CusumOptions, type CusumState } from './cusum.js';
export { Ddm, type DdmOptions, type DdmState } from './ddm.js';
export type { ChangeDetector, Signal } from './detector.js';
export { PageHinkley, type PageHinkleyOptions, type PageHinkleyState } from './page-hinkley.js';
