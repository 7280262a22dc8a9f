import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SESSION_KEY } from './session-key.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Longer values are no cookies of this service, and are not decrypted. */
const MAX_CHARACTERS = 8_192;
/** As long as auth keeps a session that is not used, by default; each renewal sets it again. */
const LIFETIME_S = 7 * 86_400;

/** A session of a person at auth, as the cookie holds it. Times are in ms since the epoch. */
export interface BrowserSession {
  readonly id: string;
  readonly subject: string;
  readonly username: string;
  readonly scopes: readonly string[];
  readonly signedInAt: number;
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
}

/**
 * The cookie of a session. It is encrypted, so that neither scripts nor a copy of the browser's files reveal the tokens, and any replica
 * with the key can read it. Its name depends on the key: installations on one host, whose cookies a browser sends to each
 * other's ports, do not replace each other's. Over https it has the prefix `__Host-`, so that no other host can set it.
 */
@Injectable()
export class SessionCookie {
  private readonly name: string;

  constructor(@Inject(SESSION_KEY) private readonly key: Buffer) {
    this.name = `plumbline_session_${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
  }

  /** The session of a `Cookie` header; undefined without a genuine one. */
  read(cookies: string, isSecure: boolean): BrowserSession | undefined {
    if (!cookies.includes(this.name)) return undefined;
    const name = this.nameFor(isSecure);
    const pair = cookies.split(/; */).find((each) => each.startsWith(`${name}=`));
    const value = pair?.slice(name.length + 1);
    if (value === undefined || value === '' || value.length > MAX_CHARACTERS) return undefined;
    try {
      return JSON.parse(this.decrypt(value, name)) as BrowserSession;
    } catch {
      return undefined;
    }
  }

  /** The `Set-Cookie` header that keeps the session. */
  keep(session: BrowserSession, isSecure: boolean): string {
    const name = this.nameFor(isSecure);
    return `${name}=${this.encrypt(JSON.stringify(session), name)}; Max-Age=${LIFETIME_S}; ${attributes(isSecure)}`;
  }

  /** The `Set-Cookie` header that removes the session. */
  remove(isSecure: boolean): string {
    return `${this.nameFor(isSecure)}=; Max-Age=0; ${attributes(isSecure)}`;
  }

  private nameFor(isSecure: boolean): string {
    return isSecure ? `__Host-${this.name}` : this.name;
  }

  private encrypt(text: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv).setAAD(Buffer.from(context));
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url');
  }

  private decrypt(encoded: string, context: string): string {
    const bytes = Buffer.from(encoded, 'base64url');
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.key, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}

function attributes(isSecure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}
