const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * A duration as Prometheus writes it, divided by the factor; never below a second.
 * @param {string} duration such as 5m
 * @param {number} factor
 */
export function scaled(duration, factor) {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  if (unit === undefined) throw new Error(`${duration} is not a duration such as 5m`);
  return `${Math.max(1, Math.round((Number(amount) * SECONDS[unit]) / factor))}s`;
}

/** Prometheus rules with every duration divided: windows, offsets, and how long an alert waits. */
export function scaleRules(text, factor) {
  return text.replace(
    /(\[|offset |for: )(\d+[smhd])\b/g,
    (_, before, duration) => before + scaled(duration, factor),
  );
}

/** A configuration of Alertmanager with every waiting time divided. */
export function scaleRoutes(text, factor) {
  return text.replace(
    /((?:group_wait|group_interval|repeat_interval): )(\d+[smhd])\b/g,
    (_, before, duration) => before + scaled(duration, factor),
  );
}
