/** Parsed JSON of a shape that only the test knows. */
export type Body = ReturnType<typeof JSON.parse>;

/** An answer with its body read: JSON where it is JSON, else text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface RequestOptions {
  readonly token?: string;
  readonly json?: unknown;
  readonly form?: Record<string, string> | [string, string][];
  readonly headers?: Record<string, string>;
}

/** Sends one request; a body is either JSON or a form. */
export async function send(
  method: string,
  url: string,
  { token, json, form, headers = {} }: RequestOptions = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body:
      form === undefined
        ? json === undefined
          ? undefined
          : JSON.stringify(json)
        : new URLSearchParams(form),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** The path of every issue in a validation problem. */
export function issuePaths({ body }: Answer): unknown[] {
  return (body as { issues: { path: unknown }[] }).issues.map(({ path }) => path);
}
