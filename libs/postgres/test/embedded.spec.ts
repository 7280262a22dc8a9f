import { describe, jest } from '@jest/globals';
import { startEmbeddedPostgres } from './embedded-under-test.js';
import { storageContract } from './storage-contract.js';

// Starting a server and replaying its log take their time on a busy machine.
jest.setTimeout(60_000);

describe('The embedded PostgreSQL', () => storageContract(startEmbeddedPostgres));
