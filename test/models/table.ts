import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../../monitoring/test/files.js';
import type { ModelCase } from './cases.js';

const describedSchema = z.object({
  versions: z.array(
    z.object({
      task: z.string(),
      positive_class: z.string().nullish(),
      features: z.array(z.object({ type: z.string(), nullable: z.boolean().optional() })),
      outputs: z.array(z.object({ role: z.string() })),
    }),
  ),
});

/** The line of a model in the documents: what it is, what was guessed about it, and what was repaired. */
export function tableRow({ title, exporter }: ModelCase, described: unknown, stderr: string): string {
  const [version] = describedSchema.parse(described).versions;
  const repairs = [
    [/Removed ZipMap/, 'ZipMap removed'],
    [/Set the locale/, 'locale set'],
    [/each row will run alone/, 'rows run alone'],
  ] as const;
  const repaired = repairs.filter(([pattern]) => pattern.test(stderr)).map(([, text]) => text);
  const cells = [title, exporter, guessed(version), repaired.join(', ') || '-', 'yes'];
  return `| ${cells.join(' | ')} |`;
}

type Version = z.infer<typeof describedSchema>['versions'][number];

function guessed(version: Version | undefined): string {
  if (version === undefined) return '';
  const types = new Map<string, number>();
  for (const { type, nullable } of version.features) {
    const name = nullable === true ? `${type} with gaps` : type;
    types.set(name, (types.get(name) ?? 0) + 1);
  }
  const features = [...types].map(([type, count]) => `${count} ${type}`).join(', ');
  const positive = version.positive_class == null ? '' : ` (positive: ${version.positive_class})`;
  return `${version.task}${positive} from ${version.outputs.map(({ role }) => role).join(' and ')}; ${features}`;
}

/** The lines of the table in docs/your-own-model.md, without the padding of cells. */
export function tableOfDocuments(): string[] {
  const page = readFileSync(join(root, 'docs/your-own-model.md'), 'utf8');
  const [, table = ''] = page.split(/^## Models that are tested$/m);
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.replaceAll(/\s+/g, ' '));
}
