import { reasonOf } from '@plumbline/errors';
import { eventually } from './eventually.js';
import { audit, type Findings, isClean } from './audit.js';
import { Clients } from './clients.js';
import { type Allowance, type Kind, LABELS_LATER, LABELS_PENDING, type Stage } from './kinds/index.js';
import type { AnsweredLabel, Ending, PredictedRow } from './ledger.js';
import type { System } from './system.js';

const CLIENTS = 8;

/** What a fault did to the clients, to what was acknowledged, and to the gauges. */
export interface Result {
  readonly kind: Kind;
  readonly predictions: number;
  readonly labels: number;
  readonly allowed: number;
  /** Answers that the kind does not allow. */
  readonly others: readonly string[];
  readonly findings: Findings;
  /** From the end of the fault until everything was as it must be. */
  readonly recoveryS: number;
  /** What went wrong in the campaign itself, such as a condition that was never met. */
  readonly failure?: string;
}

/** How thorough a campaign is. */
export interface Thoroughness {
  readonly rounds: number;
  readonly isLong: boolean;
}

export function isPassed({ findings, others, failure }: Result): boolean {
  return isClean(findings) && others.length === 0 && failure === undefined;
}

/** Inflicts one fault while clients run, waits for the recovery, stops predict, and audits. */
export async function runKind(system: System, kind: Kind, thoroughness: Thoroughness): Promise<Result> {
  const { ledger, stored } = system;
  const clients = new Clients(system, kind.name);
  let [recoveryS, failure]: [number, string | undefined] = [NaN, undefined];
  let atTheEnd: Findings | undefined;
  try {
    await (kind.start?.(system) ?? system.startPredict());
    clients.start(kind.clients ?? CLIENTS);
    await kind.inflict(stageOf(system, clients, thoroughness));
    const endedAt = performance.now();
    await clients.drain();
    await eventually(async () => {
      atTheEnd = await audit(ledger, stored, system.predicts);
      return isClean(atTheEnd);
    }, 'the recovery');
    recoveryS = (performance.now() - endedAt) / 1000;
    const codes = await system.stopPredicts();
    if (codes.some((code) => code !== 0)) failure = `predict ended with code ${codes.join(', ')}`;
  } catch (error) {
    failure = withCauses(error);
    await clients.stop();
    await system.reset();
  }
  const afterStop = await audit(ledger, stored, []);
  const findings = isClean(afterStop) ? (atTheEnd ?? afterStop) : afterStop;
  return { kind, ...answersIn(system, kind), findings, recoveryS, failure };
}

function stageOf(system: System, clients: Clients, thoroughness: Thoroughness): Stage {
  const { ledger } = system;
  const counts = (model: string | undefined) => (row: PredictedRow) =>
    row.id !== undefined && row.fault === clients.fault && (model === undefined || row.model === model);
  const more = async (count: () => number, wanted: number, what: string) => {
    const before = count();
    await eventually(() => count() >= before + wanted, what);
  };
  return {
    system,
    clients,
    ...thoroughness,
    acknowledged: (count, model) =>
      more(() => ledger.rows.filter(counts(model)).length, count, `${count} acknowledged predictions`),
    answered: (count, allowance) =>
      more(
        () =>
          entriesOf(system, clients.fault, allowance.request).filter((entry) => isOf(entry, allowance))
            .length,
        count,
        `${count} answers ${JSON.stringify(allowance)}`,
      ),
  };
}

function entriesOf({ ledger }: System, fault: string, request: Allowance['request']) {
  const entries: readonly (PredictedRow | AnsweredLabel)[] =
    request === 'label' ? ledger.labels : ledger.rows;
  return entries.filter((entry) => entry.fault === fault);
}

function isOf({ ending, model }: PredictedRow | AnsweredLabel, allowance: Allowance): boolean {
  if (allowance.model !== undefined && allowance.model !== model) return false;
  if (ending.kind === 'unanswered') return allowance.status === 'none';
  if (ending.kind === 'acknowledged' || ending.status !== allowance.status) return false;
  return ending.retryAfter || ![404, 503].includes(ending.status);
}

function answersIn(system: System, kind: Kind) {
  const others: string[] = [];
  let allowed = 0;
  const acknowledged = { prediction: 0, label: 0 };
  for (const request of ['prediction', 'label'] as const) {
    const allowances = [...kind.allows, LABELS_LATER, LABELS_PENDING].filter(
      (allowance) => allowance.request === request,
    );
    for (const entry of entriesOf(system, kind.name, request)) {
      const { ending } = entry;
      const isGone = 'actual' in entry && system.ledger.isExcused(entry.id);
      if (ending.kind === 'acknowledged') acknowledged[request] += 1;
      else if (isGone || allowances.some((allowance) => isOf(entry, allowance))) allowed += 1;
      else others.push(`${request} of ${entry.model}: ${textOf(ending)}`);
    }
  }
  return { predictions: acknowledged.prediction, labels: acknowledged.label, allowed, others };
}

function textOf(ending: Ending): string {
  if (ending.kind === 'unanswered') return ending.reason;
  if (ending.kind === 'acknowledged') return 'acknowledged';
  const { status, code, retryAfter } = ending;
  return `${status} ${code ?? ''}${retryAfter ? '' : ' without Retry-After'}`;
}

function withCauses(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? reasonOf(error) : `${reasonOf(error)}: ${withCauses(cause)}`;
}
