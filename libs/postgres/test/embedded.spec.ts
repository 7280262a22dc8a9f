import { describe } from '@jest/globals';
import { startEmbeddedPostgres } from './embedded-under-test.js';
import { storageContract } from './storage-contract.js';

describe('The embedded PostgreSQL', () => storageContract(startEmbeddedPostgres));
