import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './apps/auth/src/database/tables.ts',
  out: './apps/auth/migrations',
  schemaFilter: ['auth'],
});
