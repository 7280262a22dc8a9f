import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Request } from 'express';
import { cacheAnswers } from './cached-answers.js';
import { forwardedPrefix } from './forwarded-prefix.js';
import { describeErrors } from './problems/index.js';

/** The version of the product, which the root package.json of a checkout and of an image holds. */
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  version: string;
};

/** The description of the service at `/docs`. */
export interface OpenApiOptions {
  readonly title: string;
  readonly description: string;
  /** Adds what only the running service knows, such as a schema per model; called when `stateOf` has changed. */
  readonly extend?: (document: OpenAPIObject, app: NestExpressApplication) => void;
  /** What `extend` depends on; compared by identity. */
  readonly stateOf?: (app: NestExpressApplication) => unknown;
}

/** The OpenAPI document of the app, from its routes and the schemas they validate with. */
export function openApiDocument(app: NestExpressApplication, options: OpenApiOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addSecurityRequirements('bearer');
  const document = SwaggerModule.createDocument(app, builder.build());
  options.extend?.(document, app);
  describeErrors(document);
  return document;
}

/**
 * Serves the document at `/docs/json` and `/docs/yaml`, and a page for it at `/docs`. It is serialised at the first request,
 * and again at the first one after `stateOf` has changed.
 * @returns builds the document, which takes long; a service calls it before it serves requests.
 */
export function serveOpenApi(app: NestExpressApplication, options: OpenApiOptions): () => void {
  let document: OpenAPIObject | undefined;
  const built = () => (document ??= openApiDocument(app, options));
  app.use(
    '/docs',
    cacheAnswers(() => options.stateOf?.(app)),
  );
  SwaggerModule.setup('docs', app, built, {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    patchDocumentOnRequest: (request, _response, current) => {
      const prefix = forwardedPrefix(request as Request);
      current.servers = prefix === '' ? [] : [{ url: prefix }];
      options.extend?.(current, app);
      return current;
    },
  });
  return built;
}
