import {
  MappingType,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Colours from the lowest value up: the first colour, then pairs of a value and the colour from there on. */
export function steps(first: string, ...rest: readonly (readonly [number, string])[]): readonly Threshold[] {
  return [{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))];
}

/** Green below the first value, orange from there, red from the second. */
export const highIsBad = (orange: number, red: number) => steps('green', [orange, 'orange'], [red, 'red']);

/** Red below the first value, orange up to the second, green from there. */
export const lowIsBad = (orange: number, green: number) => steps('red', [orange, 'orange'], [green, 'green']);

/** No judgement: one colour. */
export const neutral = steps('blue');

/** The thresholds as the SDK builds them. */
export function thresholds(values: readonly Threshold[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...values]);
}

/** Shows 0 and 1 as two words. */
export function zeroOne(zero: string, one: string): ValueMapping[] {
  return [{ type: MappingType.ValueToText, options: { '0': { text: zero }, '1': { text: one } } }];
}
