export {
  type DataQualityRule,
  type RuleLimit,
  type RuleMetric,
  type RuleResult,
} from './data-quality-rule.js';
export { evaluateRules, type RuleData } from './evaluate-rules.js';
