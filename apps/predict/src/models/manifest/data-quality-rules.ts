import type { Issue } from '@plumbline/errors';
import type { DataQualityRule } from '@plumbline/evaluation';
import type { Feature } from '../features/index.js';
import type { ManifestRule } from './data-quality.schema.js';

/** The parts of a manifest that rules on data refer to. */
interface RuleFields {
  readonly features: readonly Feature[];
  readonly data_quality?: { readonly rules: readonly ManifestRule[] } | undefined;
}

const NUMBERS: readonly Feature['type'][] = ['number', 'integer'];
const CATEGORIES: readonly Feature['type'][] = ['category', 'boolean'];

/** The types of feature that a metric applies to; it applies to all where there are none. */
const featureTypes: Partial<Record<ManifestRule['metric'], readonly Feature['type'][]>> = {
  in_range_share: NUMBERS,
  mean: NUMBERS,
  quantile: NUMBERS,
  new_categories: CATEGORIES,
  distinct_values: [...NUMBERS, ...CATEGORIES, 'text', 'date'],
};

/** The rules on data as the library reads them. */
export function dataQualityRules({ features, data_quality }: RuleFields): DataQualityRule[] {
  const texts = new Set(features.filter(({ type }) => type === 'text').map(({ name }) => name));
  return (data_quality?.rules ?? []).map((rule) => {
    const { at_least: atLeast, at_most: atMost, ...rest }: ManifestRule & Bounds = rule;
    const feature = 'feature' in rule ? rule.feature : undefined;
    return {
      ...rest,
      id: idOf(rule),
      ...(atLeast !== undefined && { atLeast }),
      ...(atMost !== undefined && { atMost }),
      ...(feature !== undefined && texts.has(feature) && { isText: true }),
    };
  });
}

/** The problems of rules on data that their schema cannot express. */
export function dataQualityProblems({ features, data_quality }: RuleFields): Issue[] {
  const rules = data_quality?.rules ?? [];
  const types = new Map(features.map(({ name, type }) => [name, type]));
  const ids = rules.map(idOf);
  return rules.flatMap((rule, index) => {
    const problems = [featureProblem(rule, types), boundsProblem(rule), rangeProblem(rule)];
    if (ids.indexOf(idOf(rule)) !== index) problems.push(['id', `${idOf(rule)} is used twice; set another`]);
    return problems
      .filter((problem) => problem !== undefined)
      .map(([field, message]) => ({ path: ['data_quality', 'rules', index, field], message }));
  });
}

interface Bounds {
  readonly at_least?: DataQualityRule['atLeast'];
  readonly at_most?: DataQualityRule['atMost'];
}

type Problem = readonly [field: string, message: string] | undefined;

function idOf(rule: ManifestRule): string {
  if (rule.id !== undefined) return rule.id;
  return 'feature' in rule ? `${rule.metric}:${rule.feature}` : rule.metric;
}

function featureProblem(rule: ManifestRule, types: ReadonlyMap<string, Feature['type']>): Problem {
  if (!('feature' in rule)) return undefined;
  const type = types.get(rule.feature);
  if (type === undefined) return ['feature', `${rule.feature} is not a feature`];
  const allowed = featureTypes[rule.metric];
  return allowed === undefined || allowed.includes(type)
    ? undefined
    : ['feature', `${rule.feature} is of type ${type}; ${rule.metric} needs ${allowed.join(', ')}`];
}

function boundsProblem({ metric, at_least, at_most }: ManifestRule & Bounds): Problem {
  if (at_least === undefined && at_most === undefined) return ['at_least', `or at_most is required`];
  if (typeof at_least !== 'number' || typeof at_most !== 'number' || at_least <= at_most) return undefined;
  return ['at_least', `is larger than at_most of the same ${metric}`];
}

function rangeProblem(rule: ManifestRule): Problem {
  if (rule.metric !== 'in_range_share') return undefined;
  const { minimum = -Infinity, maximum = Infinity } = rule;
  return minimum > maximum ? ['minimum', 'is larger than maximum'] : undefined;
}
