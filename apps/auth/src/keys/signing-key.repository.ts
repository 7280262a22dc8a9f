import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { advisoryLocks, type Queries } from '@plumbline/postgres';
import { asc, eq, sql } from 'drizzle-orm';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { signingKeys } from '../database/index.js';
import { decrypt, encrypt } from './key-encryption.js';
import { SigningKeyUnreadable } from './key.errors.js';
import type { SigningKey } from './signing-key.js';

type Row = typeof signingKeys.$inferSelect;

/** Signing keys in PostgreSQL; private keys are encrypted if an encryption key is configured. */
@Injectable()
export class SigningKeyRepository {
  private readonly encryptionKey: Buffer | undefined;

  constructor(@Inject(AUTH_CONFIG) { keys }: AuthConfig) {
    this.encryptionKey = keys.encryptionKey;
  }

  /** Excludes other replicas from changing keys until the transaction ends. */
  async lock(queries: Queries): Promise<void> {
    await queries.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.signingKeys})`);
  }

  /** @throws {SigningKeyUnreadable} */
  async list(queries: Queries): Promise<SigningKey[]> {
    const rows = await queries.select().from(signingKeys).orderBy(asc(signingKeys.signsFrom));
    return rows.map((row) => this.fromRow(row));
  }

  async insert(
    queries: Queries,
    { kid, publicKey, createdAt, signsFrom, privateKey }: SigningKey,
  ): Promise<void> {
    const row = { kid, createdAt, signsFrom, publicKey: exportPublic(publicKey) };
    await queries.insert(signingKeys).values({ ...row, ...this.seal(kid, exportPrivate(privateKey)) });
  }

  async delete(queries: Queries, kid: string): Promise<void> {
    await queries.delete(signingKeys).where(eq(signingKeys.kid, kid));
  }

  /** Encrypts keys that were stored before an encryption key was configured; returns their number. */
  async encryptPlain(queries: Queries): Promise<number> {
    if (this.encryptionKey === undefined) return 0;
    const plain = await queries.select().from(signingKeys).where(eq(signingKeys.encrypted, false));
    for (const { kid, privateKey } of plain) {
      const sealed = this.seal(kid, Buffer.from(privateKey, 'base64'));
      await queries.update(signingKeys).set(sealed).where(eq(signingKeys.kid, kid));
    }
    return plain.length;
  }

  private seal(kid: string, der: Buffer): Pick<Row, 'privateKey' | 'encrypted'> {
    return this.encryptionKey === undefined
      ? { privateKey: der.toString('base64'), encrypted: false }
      : { privateKey: encrypt(this.encryptionKey, kid, der), encrypted: true };
  }

  private open({ kid, privateKey, encrypted }: Row): Buffer {
    if (!encrypted) return Buffer.from(privateKey, 'base64');
    if (this.encryptionKey === undefined) throw new SigningKeyUnreadable(kid, false);
    try {
      return decrypt(this.encryptionKey, kid, privateKey);
    } catch {
      throw new SigningKeyUnreadable(kid, true);
    }
  }

  private fromRow(row: Row): SigningKey {
    const { kid, createdAt, signsFrom } = row;
    return {
      kid,
      createdAt,
      signsFrom,
      publicKey: createPublicKey({ key: Buffer.from(row.publicKey, 'base64'), format: 'der', type: 'spki' }),
      privateKey: createPrivateKey({ key: this.open(row), format: 'der', type: 'pkcs8' }),
    };
  }
}

function exportPublic(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

function exportPrivate(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'pkcs8' });
}
