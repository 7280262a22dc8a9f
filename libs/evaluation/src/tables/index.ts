export { columnDistribution } from './column-distribution.js';
export { type ColumnKind, columnKind } from './column-kind.js';
export { type ColumnComparison, compare, type CompareOptions, type TableComparison } from './compare.js';
export type {
  ClassificationQuality,
  ModelQuality,
  NumberQuality,
  QualityChange,
  Task,
} from './model-quality.js';
export type { Columns, Row, Table } from './table.js';
