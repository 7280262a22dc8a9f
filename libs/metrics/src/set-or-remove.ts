/** A gauge whose series can be set and removed. */
interface SettableGauge<Labels extends object> {
  set(labels: Labels, value: number): void;
  remove(labels: Labels): void;
}

/** Sets a series to its value, or removes it when there is none: what is not known is absent, never 0. */
export function setOrRemove<Labels extends object>(
  gauge: SettableGauge<Labels>,
  labels: Labels,
  value: number | null | undefined,
): void {
  if (value == null) gauge.remove(labels);
  else gauge.set(labels, value);
}
