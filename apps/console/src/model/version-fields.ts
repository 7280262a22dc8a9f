import type { Feature, VersionDetail } from '../api/index.js';
import { figure } from '../components/index.js';

/** The numbers among the metrics at registration, by name. */
export function metricTexts(metrics: VersionDetail['metrics']): [name: string, value: string][] {
  return Object.entries(metrics ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, figure(value)]] : [],
  );
}

/** A version as fields that two versions can be compared by: metrics and the signature. */
function fieldsOf(version: VersionDetail): Map<string, string> {
  const { task, model_type, threshold, f1_average, classes, features } = version;
  const signature = { task, model_type, threshold, f1_average, classes: classes?.join(', ') };
  return new Map([
    ...metricTexts(version.metrics),
    ...Object.entries(signature).map(([name, value]): [string, string] => [name, String(value ?? '–')]),
    ...features.map((feature): [string, string] => [feature.name, ruleText(feature)]),
  ]);
}

function ruleText(feature: Feature): string {
  return Object.entries(feature)
    .filter(([name]) => name !== 'name' && name !== 'example')
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}

/** The fields in which two versions differ. */
export function differences(
  one: VersionDetail,
  other: VersionDetail,
): { readonly field: string; readonly first: string; readonly second: string }[] {
  const [first, second] = [fieldsOf(one), fieldsOf(other)];
  return [...new Set([...first.keys(), ...second.keys()])]
    .map((field) => ({ field, first: first.get(field) ?? '–', second: second.get(field) ?? '–' }))
    .filter(({ first: before, second: after }) => before !== after);
}
