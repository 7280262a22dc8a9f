export {
  type FeatureImportance,
  type Importance,
  importanceOf,
  type ImportanceProfile,
  permutationOrders,
} from './permutation-importance.js';
