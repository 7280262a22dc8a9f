import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { addSeconds, epochSeconds } from '@plumbline/tasks';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';

/** The account that a device signed in to. */
export interface DeviceOwner {
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string;
}

/** The value of a cookie: a random name of the device, the end in epoch seconds, and the signature of both. */
interface Entry {
  readonly nonce: string;
  readonly endsAt: number;
  readonly signature: Buffer;
}

const LIFETIME_S = 30 * 86_400;
/** People who share a browser; the one who signed in least recently is forgotten first. */
const MAX_ACCOUNTS = 5;
const COOKIES = /(?:^|; *)((?:__Host-)?plumbline_device_[\w-]{16})=([^;]*)/g;
const ENTRY = /^([\w-]{22})\.(\d{10,12})\.([\w-]{43})$/;

/**
 * Device cookies, as OWASP describes them: a sign-in sets a cookie, with which the device is limited by its own failures, not by
 * those of strangers who guess at the same account or from the same address. It is signed with the stored password hash of its
 * account, which is secret, differs for each account and ends with the password. The cookie names no account and allows
 * nothing else. Each account has a cookie of its own: a sign-in that another site forces on a browser, which sends no cookies
 * with it, then replaces none of them.
 */
@Injectable()
export class KnownDevices {
  private readonly prefix: string;
  private readonly attributes: string;

  constructor(
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) { tokens }: AuthConfig,
  ) {
    const isSecure = tokens.issuer.startsWith('https:');
    // Browsers let no other host of the domain set a cookie with this prefix, which requires TLS and the path.
    this.prefix = isSecure ? '__Host-' : '';
    // Without a path, a browser sends it back to the path of the sign-in, also below the path prefix of a proxy.
    this.attributes = `HttpOnly; SameSite=Strict${isSecure ? '; Path=/; Secure' : ''}`;
  }

  /** The name of the device, if its cookie shows that the account signed in on it. */
  find(cookies: string | undefined, owner: DeviceOwner | undefined): string | undefined {
    if (owner === undefined) return undefined;
    const entry = this.entriesIn(cookies).get(this.nameOf(owner));
    return entry !== undefined && this.isOf(entry, owner) ? entry.nonce : undefined;
  }

  /** The `Set-Cookie` headers that make the device known, and remove the oldest cookies of other accounts if there are many. */
  remember(cookies: string | undefined, owner: DeviceOwner): string[] {
    const own = this.nameOf(owner);
    const nonce = randomBytes(16).toString('base64url');
    const endsAt = epochSeconds(addSeconds(this.clock.now(), LIFETIME_S));
    const value = `${nonce}.${endsAt}.${sign(owner, nonce, endsAt).toString('base64url')}`;
    const others = [...this.entriesIn(cookies)].filter(([name]) => name !== own);
    const oldest = others.sort(([, one], [, other]) => other.endsAt - one.endsAt).slice(MAX_ACCOUNTS - 1);
    return [
      `${own}=${value}; Max-Age=${LIFETIME_S}; ${this.attributes}`,
      ...oldest.map(([name]) => `${name}=; Max-Age=0; ${this.attributes}`),
    ];
  }

  private isOf({ nonce, endsAt, signature }: Entry, owner: DeviceOwner): boolean {
    const isGenuine = timingSafeEqual(signature, sign(owner, nonce, endsAt));
    return isGenuine && endsAt > epochSeconds(this.clock.now());
  }

  /** The cookie of an account. The id of an account is random, so that the name does not show whose it is. */
  private nameOf({ id }: DeviceOwner): string {
    const digest = createHash('sha256').update(`device ${id}`).digest('base64url');
    return `${this.prefix}plumbline_device_${digest.slice(0, 16)}`;
  }

  /** The device cookies of a `Cookie` header, by name. */
  private entriesIn(cookies = ''): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const [, name = '', value = ''] of cookies.matchAll(COOKIES)) {
      const [, nonce, endsAt, signature] = ENTRY.exec(value) ?? [];
      if (nonce === undefined || signature === undefined || !name.startsWith(this.prefix)) continue;
      entries.set(name, { nonce, endsAt: Number(endsAt), signature: Buffer.from(signature, 'base64url') });
    }
    return entries;
  }
}

function sign({ username, passwordHash }: DeviceOwner, nonce: string, endsAt: number): Buffer {
  return createHmac('sha256', passwordHash)
    .update(JSON.stringify(['device', username, nonce, endsAt]))
    .digest();
}
