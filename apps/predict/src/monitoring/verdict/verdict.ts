import type { ModelEvaluation } from '../evaluation/index.js';
import { driftFindings } from './drift-findings.js';
import { type Finding, type Status, statuses } from './finding.js';
import { estimateFindings, qualityFinding } from './quality-findings.js';
import { ruleFindings } from './rule-findings.js';
import type { VerdictSubject } from './verdict-subject.js';

/** An evaluation in words: how the model is, why, and what to do. */
export interface Verdict {
  readonly status: Status;
  readonly summary: string;
  /** The figures behind it, the most important one first. */
  readonly evidence: readonly string[];
  /** What to do next; null when there is nothing to do. */
  readonly action: string | null;
}

/** The verdict on a version: its worst finding leads, and quality comes before drift. */
export function verdictOf(subject: VerdictSubject, evaluation: ModelEvaluation): Verdict {
  const findings = [
    qualityFinding(subject, evaluation),
    ...estimateFindings(subject, evaluation),
    ...driftFindings(evaluation),
    ...ruleFindings(evaluation),
  ];
  return worstOf(findings, 'The model works as it did at registration.');
}

/** A verdict that the worst finding leads, or, where nothing is wrong, one sentence. @param findings at least one */
export function worstOf(findings: readonly Finding[], healthy: string): Verdict {
  const sorted = [...findings].sort((one, other) => rank(one) - rank(other));
  const [{ status, summary, action = null }] = sorted as [Finding, ...Finding[]];
  return {
    status,
    summary: status === 'healthy' ? healthy : summary,
    evidence: sorted.map(({ evidence }) => evidence),
    action,
  };
}

function rank({ status }: Finding): number {
  return statuses.indexOf(status);
}
