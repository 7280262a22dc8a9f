import type { RuleResult } from '@plumbline/evaluation';
import { figure } from '../../words/index.js';
import { alarm, calm, html, type Html, unknown } from '../text/index.js';

/** The order of states in the table. */
const STATES = ['failed', 'unknown', 'passed'] as const;

/** The rules on the data of the window, those that it does not meet first. */
export function ruleTable(rules: readonly RuleResult[]): Html {
  const ordered = STATES.flatMap((state) => rules.filter((rule) => rule.state === state));
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Data-quality rules">
    <table>
      <caption class="unseen">
        Data-quality rules, failed ones first
      </caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Finding</th>
          <th scope="col" class="number">Value</th>
        </tr>
      </thead>
      <tbody>
        ${ordered.map(row)}
      </tbody>
    </table>
  </div>`;
}

function row({ description, state, value, reason }: RuleResult): Html {
  const findings = { failed: alarm('failed'), unknown: unknown('unknown'), passed: calm('passed') };
  return html`<tr>
    <th scope="row"><bdi>${description}</bdi></th>
    <td>${findings[state]}${reason !== null && html` <span class="muted">${reason}</span>`}</td>
    <td class="number">${figure(value)}</td>
  </tr>`;
}
