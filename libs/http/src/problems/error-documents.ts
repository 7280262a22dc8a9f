import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Answer = Exclude<NonNullable<Operation['responses']['default']>, { $ref: string }>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

interface Route {
  readonly path: string;
  readonly method: (typeof METHODS)[number];
  readonly operation: Operation;
}

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

const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};
const problemAnswer = { description: 'An error', content: problemContent };
const problemReference = { $ref: '#/components/responses/Problem' };

/**
 * Describes the errors of every operation: those that follow from its access rule, path and body, those that it declares by
 * status, and as `default` all others. Their content is that of the operation's own `default`, else a problem document.
 */
export function describeErrors(document: OpenAPIObject): void {
  const components = (document.components ??= {});
  (components.schemas ??= {})['Problem'] = problem;
  (components.responses ??= {})['Problem'] = problemAnswer;
  for (const route of routesOf(document)) describeRoute(route);
}

function describeRoute(route: Route): void {
  const { responses } = route.operation;
  const own = contentOf(responses['default']);
  responses['default'] ??= problemReference;
  for (const status of new Set([...impliedErrors(route), ...declaredErrors(responses)])) {
    const { description, content } = (responses[status] ?? {}) as Partial<Answer>;
    if (content !== undefined) continue;
    if (own === undefined && !description) responses[status] = problemReference;
    else
      responses[status] = { description: description || titleOf(status), content: contentFor(status, own) };
  }
}

/** What refuses a request for overload answers with a problem document, whatever the operation answers with. */
function contentFor(status: string, own: Answer['content']): Answer['content'] {
  if (own === undefined) return problemContent;
  return status === '503' ? { ...own, ...problemContent } : own;
}

function impliedErrors({ path, method, operation: { security = [{ bearer: [] }] } }: Route): string[] {
  const needsToken = security.every((scheme) => 'bearer' in scheme);
  const needsScope = security.some(({ bearer = [] }) => bearer.length > 0);
  return [
    '400',
    ...(needsToken ? ['401', '429'] : []),
    ...(needsScope ? ['403'] : []),
    ...(path.includes('{') ? ['404'] : []),
    // Also of an operation that needs no body: it reads and checks what is sent.
    ...(method === 'get' ? [] : ['413', '415']),
    '503',
  ];
}

function declaredErrors(responses: Operation['responses']): string[] {
  return Object.keys(responses).filter((status) => Number(status) >= 400);
}

function contentOf(answer: Operation['responses']['default']): Answer['content'] {
  return (answer as Partial<Answer> | undefined)?.content;
}

function titleOf(status: string): string {
  return STATUS_CODES[status] ?? 'Error';
}

function routesOf({ paths }: OpenAPIObject): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): Route[] => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
}
