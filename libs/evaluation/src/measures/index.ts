export { arrayDescriptors, channelDescriptor, layoutOf, MAX_CHANNELS } from './array-measures.js';
export { imageDescriptors } from './image-measures.js';
export {
  type Measure,
  measureColumn,
  type Measured,
  measureValue,
  MISSING,
  missingCategories,
  missingness,
  type StoredMeasure,
} from './measure.js';
export { descriptorColumns, descriptorsOf, learnTexts, textDescriptors } from './text-descriptors.js';
