import { afterAll, beforeAll } from '@jest/globals';
import { openDatabase } from '../src/database.js';
import type { ContractContext, ServerUnderTest } from './contract-context.js';
import { durabilityContract } from './durability-contract.js';
import { migrationContract } from './migration-contract.js';
import { migrationsFolder } from './migrations-folder.js';
import { outageContract } from './outage-contract.js';
import { query } from './query.js';

const entryTable = { '0000_entry': 'CREATE TABLE ledger.entry (id int PRIMARY KEY)' };

/** What the services rely on; every PostgreSQL that Plumbline runs on must pass it. */
export function storageContract(launch: () => Promise<ServerUnderTest>): void {
  let context: ContractContext;
  beforeAll(async () => {
    context = createContext(await launch());
  });
  afterAll(() => context.server.stop());
  durabilityContract(() => context);
  migrationContract(() => context);
  outageContract(() => context);
}

function createContext(server: ServerUnderTest): ContractContext {
  const entry = migrationsFolder(entryTable);
  let databases = 0;
  return {
    server,
    async freshUrl() {
      databases += 1;
      await query(server.url, `CREATE DATABASE contract_${databases}`);
      return Object.assign(new URL(server.url), { pathname: `/contract_${databases}` }).href;
    },
    open: (url, migrations = entry) =>
      openDatabase({
        url,
        dataDir: '/nonexistent',
        schema: 'ledger',
        migrationsFolder: migrations,
        poolSize: 4,
      }),
  };
}
