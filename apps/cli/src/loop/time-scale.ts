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

/** Rules of Prometheus with every duration divided: windows, offsets and the time an alert is pending. */
export function scaleRules(text: string, factor: number): string {
  return scaleAfter(/(\[|offset |for: )(\d+[smhd])\b/g, text, factor);
}

/** A configuration of Alertmanager with every waiting time divided. */
export function scaleRoutes(text: string, factor: number): string {
  return scaleAfter(/((?:group_wait|group_interval|repeat_interval): )(\d+[smhd])\b/g, text, factor);
}

function scaleAfter(pattern: RegExp, text: string, factor: number): string {
  if (factor === 1) return text;
  return text.replace(pattern, (_, before: string, duration: string) => before + scaled(duration, factor));
}
