interface Described {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Described>>;
  readonly security?: readonly object[];
  readonly requestBody?: object;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Described>> };
}

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A service under test, and tokens for it. */
export interface DocumentedService {
  readonly url: string;
  /** Has every scope, and is no person's, so that no request ends its session. */
  readonly token: string;
  /** Has no scope that an operation requires. */
  readonly powerless: string;
  readonly bodyLimitBytes: number;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };

/**
 * Sends requests to every operation of `/docs/json` that it has to refuse, and some that it accepts. Returns a line for each
 * answer whose status, or the media type of it, the document does not list by number; and how often each status was seen.
 */
export async function undocumentedAnswers(
  service: DocumentedService,
): Promise<{ undocumented: string[]; seen: Record<number, number> }> {
  const document = (await (await fetch(`${service.url}/docs/json`)).json()) as Document;
  const undocumented = new Set<string>();
  const seen: Record<number, number> = {};
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      for (const sent of requestsTo(method, service)) {
        const url = service.url + path.replaceAll(/\{\w+\}/g, 'x');
        const answer = await fetch(url, { method: method.toUpperCase(), ...sent });
        const type = (answer.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
        await answer.arrayBuffer();
        seen[answer.status] = (seen[answer.status] ?? 0) + 1;
        if (isDocumented(document, operation, answer.status, type)) continue;
        undocumented.add(`${method.toUpperCase()} ${path}: ${answer.status} ${type}`);
      }
    }
  }
  return { undocumented: [...undocumented].sort(), seen };
}

function requestsTo(method: string, { token, powerless, bodyLimitBytes }: DocumentedService): Sent[] {
  const all = { authorization: `Bearer ${token}` };
  const refused = [
    {},
    { headers: { authorization: 'Bearer x' } },
    { headers: { authorization: `Bearer ${powerless}` } },
  ];
  const basic = `Basic ${Buffer.from('robot:wrong').toString('base64')}`;
  if (method === 'get') return [...refused, { headers: all }];
  const tooLong = 'x'.repeat(bodyLimitBytes + 1);
  return [
    ...refused,
    { headers: all },
    { headers: { ...all, ...JSON_TYPE }, body: '{' },
    { headers: { ...all, ...JSON_TYPE }, body: '{"x":1}' },
    { headers: { ...all, ...JSON_TYPE }, body: `"${tooLong}"` },
    { headers: { ...all, 'content-type': 'text/plain' }, body: 'x' },
    { headers: { ...all, ...FORM_TYPE }, body: `token=${tooLong}` },
    { headers: { ...all, ...MULTIPART }, body: 'x' },
    // Twice, so that the second one is throttled.
    ...[1, 2].flatMap(() => [
      { headers: FORM_TYPE, body: 'token=x&grant_type=client_credentials&username=x&password=x' },
      { headers: { ...FORM_TYPE, authorization: basic }, body: 'token=x&grant_type=client_credentials' },
    ]),
  ];
}

function isDocumented(document: Document, operation: Operation, status: number, type: string): boolean {
  const described = operation.responses[status];
  if (described === undefined) return false;
  const name = described.$ref?.split('/').at(-1);
  const { content } = name === undefined ? described : (document.components.responses[name] ?? {});
  return content === undefined ? status < 400 : Object.keys(content).includes(type);
}
