import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { createRowSchema } from '../../models/manifest/index.js';
import type { ServedModel } from '../../models/inference/index.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

type DescribedModel = Pick<ServedModel, 'manifest' | 'rowSchema' | 'champion'>;

/** The part of the registry that documents depend on. */
interface DescribedModels {
  readonly defaultName: string;
  list(): readonly DescribedModel[];
}

/** More would make the document megabytes, which anybody may ask for, and nobody reads. */
const MAX_FEATURES = 500;

/** The schemas added to each document, so that those of removed versions can be removed. */
const added = new WeakMap<OpenAPIObject, string[]>();

/**
 * Adds the request schema of every served version to the OpenAPI document, derived from the schema that validates requests,
 * and refers to it from the routes that accept it. Calling it again updates the document.
 */
export function describeRequests(document: OpenAPIObject, registry: DescribedModels): void {
  const schemas = ((document.components ??= {}).schemas ??= {});
  for (const name of added.get(document) ?? []) delete schemas[name];
  added.set(document, registry.list().map(schemaName));
  for (const model of registry.list()) schemas[schemaName(model)] = rowDocument(model);
  const champions = registry.list().filter(({ champion }) => champion);
  const ofDefault = champions.filter(({ manifest }) => manifest.name === registry.defaultName);
  describeBody(document, '/predict', ofDefault);
  describeBody(document, '/models/{model}/predict', champions);
  describeBody(document, '/models/{model}/versions/{version}/predict', registry.list());
}

function describeBody(document: OpenAPIObject, path: string, models: readonly DescribedModel[]): void {
  const row = { anyOf: models.map((model) => ({ $ref: `#/components/schemas/${schemaName(model)}` })) };
  const instances = { type: 'array', minItems: 1, items: row };
  setBody(document, path, row);
  setBody(document, `${path}/batch`, { type: 'object', required: ['instances'], properties: { instances } });
}

function setBody(document: OpenAPIObject, path: string, schema: Schema): void {
  const operation = document.paths[path]?.post;
  if (operation) operation.requestBody = { required: true, content: { 'application/json': { schema } } };
}

function schemaName({ manifest }: DescribedModel): string {
  return `${manifest.name}-${manifest.version}`;
}

/** A document with thousands of features takes long to make. */
const rowDocuments = new WeakMap<DescribedModel, Schema>();

function rowDocument(model: DescribedModel): Schema {
  const known = rowDocuments.get(model);
  if (known !== undefined) return known;
  const made = newRowDocument(model);
  rowDocuments.set(model, made);
  return made;
}

function newRowDocument({ manifest, rowSchema }: DescribedModel): Schema {
  const { description, features, inputs } = manifest;
  if (features.length <= MAX_FEATURES) return documentOf(rowSchema, description);
  const shown = createRowSchema({ features: features.slice(0, MAX_FEATURES), inputs });
  const note = `Of its ${features.length} features the first ${MAX_FEATURES} are shown; GET /models/{model} has all.`;
  return { ...documentOf(shown, `${description} ${note}`), additionalProperties: true };
}

function documentOf(rowSchema: z.ZodType, description: string): Schema {
  const schema = z.toJSONSchema(rowSchema, { io: 'input' });
  delete schema.$schema;
  return { ...schema, description } as Schema;
}
