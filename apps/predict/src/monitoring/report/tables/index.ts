export { classTable } from './class-table.js';
export { confusionMatrix, FEW_CLASSES } from '@plumbline/plots';
export { dataQualityTable, flawedColumnsText } from './data-quality-table.js';
export { driftTable } from './drift-table.js';
export { errorEstimateTable, estimateTable, labelEstimateTable } from './estimate-table.js';
export { labelTable, targetTable } from './part-tables.js';
export { ruleTable } from './rule-table.js';
export { rankingTable } from './ranking-table.js';
export { segmentTable, shareTable } from './segment-tables.js';
