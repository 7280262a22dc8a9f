export { type ValueWords } from './division.js';
export { ClassOutcomes, F1Scores } from './f1-scores.js';
export { MeanScores } from './mean-scores.js';
export type { Figure, RowScores } from './row-scores.js';
export { MAX_SEGMENTS, type SegmentFeature, segmentFeatures } from './segment-features.js';
export type { SegmentFigure } from './segment-figure.js';
export { type SegmentQuality, segmentQuality } from './segment-quality.js';
export { type SegmentShare, segmentShares } from './segment-shares.js';
export { findWeakSlices, type SliceColumn, type WeakSlice } from './weak-slices.js';
