import type { DataQualityEvaluation } from '../../evaluation/index.js';
import { ruleTable } from '../tables/index.js';
import { plural } from '../../words/index.js';
import { html, type Html } from '../text/index.js';
import { section } from './section.js';

/** Whether the window meets the rules of the manifest; nothing for a manifest without rules. */
export function rulesSection(evaluation: DataQualityEvaluation | null | undefined): Html | false {
  if (!evaluation) return false;
  const { passed, failed, unknown, rules } = evaluation;
  const counts = [`${passed} of ${plural(rules.length, 'rule')} passed`, `${failed} failed`];
  const text = [...counts, ...(unknown > 0 ? [`${unknown} could not be checked`] : [])].join(', ');
  return section(
    'rules',
    'Data-quality rules',
    html`<div class="card">${ruleTable(rules)}</div>`,
    `${text}.`,
  );
}
