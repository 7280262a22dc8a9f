import type { RuleResult } from '@plumbline/evaluation';
import { figure } from '../../words/index.js';
import { alarm, calm, html, type Html, unknown } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

/** The order of states in the table. */
const STATES = ['failed', 'unknown', 'passed'] as const;

/** The rules on the data of the window, those that it does not meet first. */
export function ruleTable(rules: readonly RuleResult[]): Html {
  const ordered = STATES.flatMap((state) => rules.filter((rule) => rule.state === state));
  return scrollTable({
    caption: 'Data-quality rules, failed ones first',
    texts: ['Rule', 'Finding'],
    numbers: ['Value'],
    rows: ordered.map(row),
  });
}

function row({ description, state, value, reason }: RuleResult): Html {
  const findings = { failed: alarm('failed'), unknown: unknown('unknown'), passed: calm('passed') };
  return html`<tr>
    <th scope="row"><bdi>${description}</bdi></th>
    <td>${findings[state]}${reason !== null && html` <span class="muted">${reason}</span>`}</td>
    <td class="number">${figure(value)}</td>
  </tr>`;
}
