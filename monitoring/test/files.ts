import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of what operators deploy. */
export const monitoring = join(root, 'monitoring');

/** A rule of a rule file; either `alert` or `record` is there. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

/** A panel of a dashboard file. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { uid: string };
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly fieldConfig?: { readonly defaults: FieldDefaults };
  readonly options?: { readonly yAxis?: { readonly unit?: string } };
  readonly targets?: readonly Target[];
  readonly transformations?: readonly { readonly id: string; readonly options: Record<string, unknown> }[];
}

/** How the values of a panel are shown. */
export interface FieldDefaults {
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly noValue?: string;
  readonly mappings?: readonly { readonly options: Readonly<Record<string, { readonly text: string }>> }[];
  readonly thresholds?: {
    readonly steps: readonly { readonly value: number | null; readonly color: string }[];
  };
  readonly custom?: { readonly fillOpacity?: number; readonly stacking?: { readonly mode: string } };
}

/** A query of a panel. */
export interface Target {
  readonly expr: string;
  readonly instant?: boolean;
  readonly legendFormat?: string;
  readonly datasource: { readonly uid: string };
}

/** A dashboard file. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly editable: boolean;
  readonly tags: readonly string[];
  readonly panels: readonly Panel[];
  readonly links: readonly { readonly title: string; readonly url?: string }[];
  readonly annotations: {
    readonly list?: readonly { readonly name: string; readonly expr: string; readonly iconColor: string }[];
  };
  readonly templating: {
    list?: readonly {
      readonly name: string;
      readonly type: string;
      readonly label?: string;
      readonly query: string | { readonly query: string };
      readonly refresh?: number;
      readonly datasource?: { readonly uid: string };
    }[];
  };
}

/** The parsed YAML file at a path from the root folder. */
export function yaml<T>(path: string): T {
  return parse(readFileSync(join(root, path), 'utf8'), { merge: true }) as T;
}

/** Every rule of every rule file. */
export function rules(): Rule[] {
  return readdirSync(join(monitoring, 'prometheus/rules')).flatMap((name) =>
    yaml<{ groups: { rules: Rule[] }[] }>(`monitoring/prometheus/rules/${name}`).groups.flatMap(
      (group) => group.rules,
    ),
  );
}

/** Every committed dashboard by file name. */
export function dashboards(): Record<string, Dashboard> {
  const folder = join(monitoring, 'grafana/dashboards');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard,
    ]),
  );
}

/** Every panel that shows something, with the file it is in. */
export function panels(): (Panel & { readonly file: string })[] {
  return Object.entries(dashboards()).flatMap(([file, { panels: found }]) =>
    found.filter(({ type }) => type !== 'row').map((panel) => ({ ...panel, file })),
  );
}
