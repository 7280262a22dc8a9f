import type { Manifest } from '../../../../predict/dist/models/index.js';

/** What the card says besides the manifest. */
export interface CardFacts {
  readonly modelFile: string;
  readonly dataFile: string;
  readonly producer: string;
  readonly repairs: readonly string[];
  readonly guesses: readonly string[];
}

/** `model-card.md`: where the version comes from, what was guessed about it, and how good it is. */
export function modelCard(manifest: Manifest, facts: CardFacts): string {
  const { name, version, description, metrics, reference } = manifest;
  return [
    `# ${name}, version ${version}`,
    description,
    '## Origin',
    `Added from \`${facts.modelFile}\`, written by ${facts.producer}, with rows of \`${facts.dataFile}\`.`,
    ...list('Changes of the graph:', facts.repairs),
    ...list('Choices by `plumbline add`:', facts.guesses),
    '## Measured on the rows',
    heldOutText(reference?.held_out),
    table(['measure', 'value'], measures(metrics ?? {})),
    '## Features',
    table(
      ['name', 'type'],
      manifest.features.map((feature) => [`\`${feature.name}\``, feature.type]),
    ),
    '',
  ].join('\n\n');
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, items.map((item) => `- ${item}`).join('\n')];
}

function heldOutText(heldOut: boolean | undefined): string {
  if (heldOut === undefined) return 'It is not known whether the model was trained on these rows.';
  return heldOut ? 'The model was not trained on these rows.' : 'The model was trained on these rows.';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function measures(metrics: object): string[][] {
  return Object.entries(metrics).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null) return [[name, rounded(value)]];
    return measures(value as object).map(([measure = '', text = '']) => [`${name} ${measure}`, text]);
  });
}

function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : 'undefined';
}
