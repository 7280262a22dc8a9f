import { StandardSchemaValidationPipe } from '@nestjs/common';
import { type Issue, ValidationFailed } from '@plumbline/errors';

/** Validates parameters that carry a schema, such as `@Body({ schema })`, and reports all issues at once. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new ValidationFailed(issues.map(({ message, path = [] }) => ({ message, path: path.map(keyOf) }))),
  });
}

function keyOf(segment: PropertyKey | { readonly key: PropertyKey }): Issue['path'][number] {
  const key = typeof segment === 'object' ? segment.key : segment;
  return typeof key === 'number' ? key : String(key);
}
