/** The part of JSON Schema that the services' OpenAPI documents use. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly example?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

/** A method of a path. */
export interface Operation {
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** An OpenAPI document, as far as the samples need it. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A request with one bad text in it; `field` says where. */
export interface PoisonedRequest {
  readonly method: string;
  readonly url: string;
  readonly field: string;
  readonly form: boolean;
  readonly body?: unknown;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const FORMATS: Record<string, string> = {
  uuid: '0192d3f0-0000-7000-8000-000000000000',
  'date-time': '2026-05-01T10:00:00Z',
};
const PARAMETERS: Record<string, string | undefined> = { model: 'rent', id: FORMATS['uuid'] };

/** For every parameter and every text of every request body, a request that is good but for this text. */
export function poisonedRequests(document: Document, text: string): PoisonedRequest[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      return operation === undefined ? [] : poisoned(document, method.toUpperCase(), path, operation, text);
    }),
  );
}

function poisoned(document: Document, method: string, path: string, operation: Operation, text: string) {
  const url = filled(path);
  const bad = encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\u{FFFD}'));
  const parameters = (operation.parameters ?? []).filter(({ in: place }) => place !== 'header');
  const requests = parameters.map(({ in: place, name }): PoisonedRequest => {
    const inPath = filled(path.replace(`{${name}}`, bad));
    return { method, url: place === 'path' ? inPath : `${url}?${name}=${bad}`, field: name, form: false };
  });
  const contents = Object.entries(operation.requestBody?.content ?? {});
  return contents
    .flatMap(([type, { schema }]) => {
      if (type.startsWith('multipart/')) return [];
      const form = type.includes('form');
      const bodies = variants(document, schema, text);
      return bodies.map(({ path: at, body }) => ({ method, url, field: at.join('.'), form, body }));
    })
    .concat(requests as never[]);
}

/** The path with a good value for each parameter. */
function filled(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PARAMETERS[name] ?? '1');
}

interface Variant {
  readonly path: readonly string[];
  readonly body: unknown;
}

/** Good values but for one text each. */
function variants(document: Document, given: Schema, text: string): Variant[] {
  const schema = resolve(document, given);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.flatMap((choice) => variants(document, choice, text));
  if (schema.items !== undefined) {
    return variants(document, schema.items, text).map(({ path, body }) => ({
      path: ['0', ...path],
      body: [body],
    }));
  }
  const properties = propertiesOf(schema);
  if (Object.keys(properties).length > 0) {
    const good = sample(document, schema) as Record<string, unknown>;
    return Object.entries(properties).flatMap(([key, property]) =>
      variants(document, property, text).map(({ path, body }) => ({
        path: [key, ...path],
        body: { ...good, [key]: body },
      })),
    );
  }
  const { type } = schema;
  return type === undefined || [type].flat().includes('string') ? [{ path: [], body: text }] : [];
}

function sample(document: Document, given: Schema): unknown {
  const schema = resolve(document, given);
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return sample(document, choice);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.example !== undefined) return schema.example;
  if (schema.items !== undefined) return [sample(document, schema.items)];
  const type = [schema.type ?? 'string'].flat()[0];
  if (type === 'object') {
    const entries = Object.entries(propertiesOf(schema));
    return Object.fromEntries(entries.map(([key, property]) => [key, sample(document, property)]));
  }
  if (type === 'boolean') return true;
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1;
  return type === 'null' ? null : (FORMATS[schema.format ?? ''] ?? 'text');
}

/** The properties, and one of any other name where the schema takes those. */
function propertiesOf({ properties = {}, additionalProperties }: Schema): Record<string, Schema> {
  return typeof additionalProperties === 'object'
    ? { ...properties, other: additionalProperties }
    : properties;
}

function resolve(document: Document, schema: Schema): Schema {
  const name = (schema.$ref ?? schema.allOf?.[0]?.$ref)?.split('/').at(-1);
  return name === undefined ? schema : resolve(document, document.components.schemas[name] ?? {});
}
