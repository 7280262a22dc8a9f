import { z } from 'zod';
import type { NestedNumbers } from './feature-type.js';

/** What the elements of an array may be. */
export interface ArrayRules {
  readonly shape: readonly number[];
  readonly nullable: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly whole: boolean;
}

/** Lists of numbers, of any depth. */
export const nestedSchema: z.ZodType<NestedNumbers> = z
  .array(z.any())
  .describe('Numbers of an array, nested by its dimensions; null for a missing element');

/** The first problem of an array, with its place; undefined if there is none. */
export function arrayProblem(value: unknown, rules: ArrayRules): string | undefined {
  return problemAt(value, rules, []);
}

function problemAt(value: unknown, rules: ArrayRules, place: readonly number[]): string | undefined {
  const depth = place.length;
  const size = rules.shape[depth];
  if (size === undefined) return elementProblem(value, rules, place);
  if (!Array.isArray(value)) return shapeProblem(rules, place, 'is not a list');
  if (value.length !== size) return shapeProblem(rules, place, `has ${value.length} values`);
  if (depth === rules.shape.length - 1) {
    const wrong = value.findIndex((element) => !isElement(element, rules));
    return wrong === -1 ? undefined : elementProblem(value[wrong], rules, [...place, wrong]);
  }
  for (const [index, part] of value.entries()) {
    const problem = problemAt(part, rules, [...place, index]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isElement(value: unknown, { nullable, minimum, maximum, whole }: ArrayRules): boolean {
  if (typeof value !== 'number') return value === null && nullable;
  return (
    value >= minimum && value <= maximum && Number.isFinite(value) && (!whole || Number.isSafeInteger(value))
  );
}

function elementProblem(value: unknown, rules: ArrayRules, place: readonly number[]): string {
  const at = placeText(place);
  if (value === null) return `${at}must not be null`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${at}must be a finite number`;
  if (value < rules.minimum) return `${at}must be >=${rules.minimum}, not ${value}`;
  if (value > rules.maximum) return `${at}must be <=${rules.maximum}, not ${value}`;
  return `${at}must be a whole number, not ${value}`;
}

function shapeProblem({ shape }: ArrayRules, place: readonly number[], problem: string): string {
  return `must be numbers of the shape ${JSON.stringify(shape)}, but ${placeText(place) || 'it '}${problem}`;
}

function placeText(place: readonly number[]): string {
  return place.length === 0 ? '' : `${place.map((index) => `[${index}]`).join('')} `;
}

/** An array whose elements are all the same. */
export function fullArray([size = 1, ...inner]: readonly number[], element: number): NestedNumbers {
  return Array.from({ length: size }, () => (inner.length === 0 ? element : fullArray(inner, element)));
}

/** The array in a cell of a table: JSON text, in which NaN is a missing element, or a list of Parquet. */
export function arrayCell(cell: unknown): unknown {
  if (typeof cell !== 'string') return plainLists(cell);
  try {
    return JSON.parse(cell.replaceAll(/\bnan\b/gi, 'null'));
  } catch {
    return cell;
  }
}

function plainLists(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Number.isNaN(value)) return null;
  if (ArrayBuffer.isView(value) && 'length' in value) return Array.from(value as Float64Array, plainLists);
  return Array.isArray(value) ? value.map(plainLists) : value;
}
