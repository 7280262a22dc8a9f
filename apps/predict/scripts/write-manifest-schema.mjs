// Writes docs/schemas/manifest.schema.json from the schema that validates manifests. Build first: npm run build.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { manifestJsonSchema } from '../dist/models/manifest/manifest.schema.js';

const file = fileURLToPath(new URL('../../../docs/schemas/manifest.schema.json', import.meta.url));
const options = { ...(await resolveConfig(file)), filepath: file };
writeFileSync(file, await format(JSON.stringify(manifestJsonSchema()), options));
