import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A message that the relay took, and how it came. */
export interface Received {
  readonly email: Email;
  /** Who signed in; undefined for nobody. */
  readonly user: string | undefined;
  readonly encrypted: boolean;
}

/** What the relay asks of its clients; nothing without these. */
export interface Demands {
  readonly account?: { readonly user: string; readonly password: string };
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A mail relay on this machine that keeps what it takes. */
export class MailRelay {
  readonly received: Received[] = [];
  private readonly server: SMTPServer;

  constructor({ account, tls }: Demands) {
    const disabledCommands = [...(account ? [] : ['AUTH']), ...(tls ? [] : ['STARTTLS'])];
    this.server = new SMTPServer({
      ...tls,
      disabledCommands,
      authOptional: account === undefined,
      onAuth: ({ username, password }, _session, done) =>
        username === account?.user && password === account?.password
          ? done(null, { user: username })
          : done(new Error('wrong name or password')),
      onData: (stream, session, done) => void this.take(stream, session).then(() => done(), done),
    });
  }

  /** Listens on a free port of this machine; the address is as clients name it. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
    return `localhost:${(this.server.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const email = await PostalMime.parse(Buffer.concat(chunks));
    const user = session.user as string | undefined;
    this.received.push({ email, user, encrypted: session.secure });
  }
}
