import type { ModelEvaluation } from '../evaluation/index.js';
import { figure, plural } from '../words/index.js';
import type { Finding } from './finding.js';

const MAX_NAMED = 4;

/** The rules on data that the window does not meet; nothing when it meets all. */
export function ruleFindings({ dataQuality }: ModelEvaluation): Finding[] {
  if (!dataQuality || dataQuality.failed === 0) return [];
  const { failed, rules } = dataQuality;
  const all = plural(rules.length, 'data-quality rule');
  const named = rules
    .filter(({ state }) => state === 'failed')
    .slice(0, MAX_NAMED)
    .map(({ description, value }) => `${description} (${figure(value)})`);
  const rest = failed - named.length;
  const names = `${named.join('; ')}${rest > 0 ? ` and ${plural(rest, 'other')}` : ''}`;
  return [
    {
      status: 'watch',
      summary: 'The data do not meet the rules of the manifest.',
      evidence: `${failed} of ${all} ${failed === 1 ? 'has' : 'have'} failed: ${names}.`,
      action: 'Find the source of the rows that do not meet the rules.',
    },
  ];
}
