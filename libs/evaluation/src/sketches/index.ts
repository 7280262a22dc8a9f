export { CategoryCounts } from './category-counts.js';
export { EdgeHistogram } from './edge-histogram.js';
export { KllSketch, type KllState, rankError } from './kll-sketch.js';
export { type MomentState, MomentSums } from './moment-sums.js';
