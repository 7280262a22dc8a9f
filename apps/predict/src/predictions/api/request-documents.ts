import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import type { ModelRegistry } from '../../models/registry/index.js';
import type { ServedModel } from '../../models/inference/index.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The schemas added to each document, so that those of removed versions can be removed. */
const added = new WeakMap<OpenAPIObject, string[]>();

/**
 * Adds the request schema of every served version to the OpenAPI document, derived from the schema that validates requests,
 * and refers to it from the routes that accept it. Calling it again updates the document.
 */
export function describeRequests(document: OpenAPIObject, registry: ModelRegistry): void {
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

function describeBody(document: OpenAPIObject, path: string, models: readonly ServedModel[]): void {
  const row = { anyOf: models.map((model) => ({ $ref: `#/components/schemas/${schemaName(model)}` })) };
  const instances = { type: 'array', minItems: 1, items: row };
  setBody(document, path, row);
  setBody(document, `${path}/batch`, { type: 'object', required: ['instances'], properties: { instances } });
}

function setBody(document: OpenAPIObject, path: string, schema: Schema): void {
  const operation = document.paths[path]?.post;
  if (operation) operation.requestBody = { required: true, content: { 'application/json': { schema } } };
}

function schemaName({ manifest }: ServedModel): string {
  return `${manifest.name}-${manifest.version}`;
}

/** A document with thousands of features takes long to make. */
const rowDocuments = new WeakMap<ServedModel, Schema>();

function rowDocument(model: ServedModel): Schema {
  const known = rowDocuments.get(model);
  if (known !== undefined) return known;
  const made = newRowDocument(model);
  rowDocuments.set(model, made);
  return made;
}

function newRowDocument({ manifest, rowSchema }: ServedModel): Schema {
  const schema = z.toJSONSchema(rowSchema, { io: 'input' });
  delete schema.$schema;
  return { ...schema, description: manifest.description } as Schema;
}
