import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The JSON Schema of `Problem`. */
const problem = {
  type: 'object' as const,
  description: 'An error (RFC 9457); `code` is stable.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
  },
};

const errorResponse = {
  description: 'Every error',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Describes the errors of every operation that does not describe them itself. */
export function describeErrors(document: OpenAPIObject): void {
  ((document.components ??= {}).schemas ??= {})['Problem'] = problem;
  for (const operation of operationsOf(document)) operation.responses['default'] ??= errorResponse;
}

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []));
}
