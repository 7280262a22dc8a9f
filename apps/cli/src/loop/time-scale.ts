import { parse, stringify } from 'yaml';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A duration as Prometheus writes it, such as `5m`, divided by the factor; at least a second. */
export function scaled(duration: string, factor: number): string {
  return `${scaledS(duration, factor)}s`;
}

/** The same in seconds. */
export function scaledS(duration: string, factor: number): number {
  const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const seconds = SECONDS[unit];
  if (seconds === undefined) throw new Error(`${duration} is not a duration such as 5m`);
  return Math.max(1, Math.round((Number(amount) * seconds) / factor));
}

/** A rule of a rule file, as far as it has durations. Annotations may hold queries. */
interface Rule {
  readonly expr: string;
  readonly for?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const WAITS = ['group_wait', 'group_interval', 'repeat_interval'];

/** A rule file of Prometheus with every duration divided: windows, offsets and the time an alert is pending. */
export function scaleRules(text: string, factor: number): string {
  if (factor === 1) return text;
  const { groups } = parse(text, { merge: true }) as { groups: { rules: Rule[] }[] };
  return stringify({
    groups: groups.map((group) => ({ ...group, rules: group.rules.map((rule) => scaleRule(rule, factor)) })),
  });
}

function scaleRule(rule: Rule, factor: number): Rule {
  const { expr, annotations } = rule;
  return {
    ...rule,
    expr: scaleQuery(expr, factor),
    ...(rule.for !== undefined && { for: scaled(rule.for, factor) }),
    ...(annotations && {
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([name, value]) => [name, scaleQuery(value, factor)]),
      ),
    }),
  };
}

function scaleQuery(query: string, factor: number): string {
  return query.replace(
    /(\[|offset )(\d+[smhd])\b/g,
    (_, before: string, duration: string) => before + scaled(duration, factor),
  );
}

/** A configuration of Alertmanager with every waiting time divided. */
export function scaleRoutes(text: string, factor: number): string {
  if (factor === 1) return text;
  const waits = (key: unknown, value: unknown): unknown =>
    WAITS.includes(String(key)) ? scaled(String(value), factor) : value;
  return stringify(parse(text, waits));
}
