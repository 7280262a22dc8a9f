export { type QualityInterval, qualityInterval } from './quality-interval.js';
export {
  labelledSegments,
  type LabelledRow,
  type LabelledSegments,
  type SegmentEvaluation,
  windowShares,
} from './segment-evaluation.js';
