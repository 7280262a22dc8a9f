import { connect, type Socket } from 'node:net';

const BUFFER_BYTES = 65_536;
const HEAD_END = '\r\n\r\n';

/**
 * A kept-alive HTTP/1.1 connection with one request under way at a time. It reads only the status and the length of an
 * answer, so that the generator costs little beside the server that it measures.
 */
export class Connection {
  onAnswer: (connection: Connection, status: number) => void = () => {};
  startedAt = 0;
  private readonly buffer = Buffer.alloc(BUFFER_BYTES);
  private readonly socket: Socket;
  private next: number;
  private missing = 0;
  private status = 0;

  /** Resolves when connected; the requests are sent in turn, beginning with the one at `first`. */
  static open(url: string, requests: readonly Buffer[], first: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const connection = new Connection(new URL(url), requests, first % requests.length);
      connection.socket.once('connect', () => resolve(connection)).once('error', reject);
    });
  }

  private constructor(
    { hostname, port }: URL,
    private readonly requests: readonly Buffer[],
    first: number,
  ) {
    this.next = first;
    const { buffer } = this;
    const onread = { buffer, callback: (bytes: number) => this.receive(bytes) };
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
    this.socket.once('close', () => this.onClose());
  }

  /** Sends the next request; its latency counts from `startedAt`. */
  send(startedAt: number): void {
    this.startedAt = startedAt;
    this.socket.write(this.requests[this.next] ?? '');
    this.next = (this.next + 1) % this.requests.length;
  }

  /** A measurement is worthless when the server closes a connection. */
  private onClose(): never {
    throw new Error('The server closed a connection');
  }

  private receive(bytes: number): boolean {
    this.missing = this.missing > 0 ? this.missing - bytes : this.readHead(bytes);
    if (this.missing === 0) this.onAnswer(this, this.status);
    return true;
  }

  /** Returns how many bytes of the answer are still to come. */
  private readHead(bytes: number): number {
    const text = this.buffer.toString('latin1', 0, bytes);
    const end = text.indexOf(HEAD_END);
    const length = /\r\ncontent-length: *(\d+)/i.exec(text);
    if (end < 0 || length === null) throw new Error(`An answer without a whole head and a length: ${text}`);
    this.status = Number(text.slice(9, 12));
    return end + HEAD_END.length + Number(length[1]) - bytes;
  }
}
