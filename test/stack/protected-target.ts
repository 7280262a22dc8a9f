import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The claims of an access token that the target checks. */
export interface Claims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  readonly scope: string;
  readonly sub: string;
}

/** A scrape target that answers only to a bearer token that auth signed, and remembers the claims it saw. */
export class ProtectedTarget {
  readonly seen: Claims[] = [];
  private readonly server: Server;

  constructor(private readonly authUrl: string) {
    this.server = createServer((request, response) => {
      this.claimsOf(request.headers.authorization).then(
        (claims) => {
          this.seen.push(claims);
          response.setHeader('Content-Type', 'text/plain').end('protected_value 42\n');
        },
        () => response.writeHead(401).end(),
      );
    });
  }

  /** Starts to listen and resolves with host and port. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Stops listening. */
  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async claimsOf(authorization = ''): Promise<Claims> {
    const [, header = '', payload = '', signature = ''] =
      /^Bearer ([^.]+)\.([^.]+)\.([^.]+)$/.exec(authorization) ?? [];
    const { kid } = decode<{ kid: string }>(header);
    const { keys } = (await (await fetch(`${this.authUrl}/.well-known/jwks.json`)).json()) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const jwk = keys.find((key) => key.kid === kid);
    if (jwk === undefined) throw new Error(`no key ${kid}`);
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    const signed = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      key,
      Buffer.from(signature, 'base64url'),
    );
    if (!signed) throw new Error('the signature is not of auth');
    return decode(payload);
  }
}

function decode<Content>(part: string): Content {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Content;
}
