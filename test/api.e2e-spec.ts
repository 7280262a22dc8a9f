import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { documentOf, services } from './both-services.js';
import type { Operation } from './openapi-samples.js';

const document = readFileSync(join(import.meta.dirname, '../docs/api.md'), 'utf8');

/** The routes that docs/api.md lists for a service, with their scopes and summaries. */
function documented(service: string): string[] {
  const section = document.split(/^## /m).find((text) => text.startsWith(`${service},`)) ?? '';
  return [...section.matchAll(/^\| `(\w+ \/\S*)` +\| `?([a-z:]+)`? +\| (\S.*?) +\|$/gm)].map(
    ([, route, scope, summary]) => `${route} ${scope}: ${summary}`,
  );
}

/** Without a `security` of its own an operation needs a token with any scope; an empty scheme needs none. */
function scopeOf({ security }: Operation): string {
  if (security === undefined) return 'any';
  const scopes = security.flatMap((scheme) => Object.values(scheme) as string[][]).flat();
  return security.some((scheme) => Object.keys(scheme).length === 0) ? 'none' : scopes.join(' ');
}

test.each(services)(
  'docs/api.md lists every route of %s with its scope and summary, and no other',
  async (name, start) => {
    const service = await start();
    const { paths } = await documentOf(service);
    await service.close();
    const routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(
        ([method, operation]) =>
          `${method.toUpperCase()} ${path} ${scopeOf(operation)}: ${operation.summary ?? 'none'}`,
      ),
    );
    expect(documented(name).sort()).toEqual(routes.sort());
  },
);
