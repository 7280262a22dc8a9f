import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './apps/predict/src/database/tables.ts',
  out: './apps/predict/migrations',
  schemaFilter: ['predict'],
});
