import { connect } from 'node:net';

const BUFFER_BYTES = 65_536;
const HEAD_END = '\r\n\r\n';

/**
 * A kept-alive HTTP/1.1 connection with one request under way at a time. It reads no more of an answer than its
 * status and its length, so that the generator costs little beside the server that it measures.
 */
export class Connection {
  /** @type {(connection: Connection, status: number) => void} */
  onAnswer = () => {};
  startedAt = 0;
  #socket;
  #requests;
  #next;
  #missing = 0;
  #status = 0;

  /** Resolves when connected; the requests are sent in turn, beginning with the one at `first`. */
  static open(url, requests, first) {
    const { hostname, port } = new URL(url);
    const buffer = Buffer.alloc(BUFFER_BYTES);
    return new Promise((resolve, reject) => {
      const connection = new Connection(requests, first);
      const onread = { buffer, callback: (bytes) => connection.#receive(buffer, bytes) };
      const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
      connection.#socket = socket;
      socket.once('connect', () => resolve(connection)).once('error', reject);
      socket.once('close', () => connection.onClose());
    });
  }

  constructor(requests, first) {
    this.#requests = requests;
    this.#next = first % requests.length;
  }

  /** Sends the next request; its latency counts from `startedAt`. */
  send(startedAt) {
    this.startedAt = startedAt;
    this.#socket.write(this.#requests[this.#next]);
    this.#next = (this.#next + 1) % this.#requests.length;
  }

  /** A server that hangs up makes a measurement worthless. */
  onClose() {
    throw new Error('The server closed a connection');
  }

  #receive(buffer, bytes) {
    this.#missing = this.#missing > 0 ? this.#missing - bytes : this.#readHead(buffer, bytes);
    if (this.#missing === 0) this.onAnswer(this, this.#status);
    return true;
  }

  /** Returns how many bytes of the answer are still to come. */
  #readHead(buffer, bytes) {
    const text = buffer.latin1Slice(0, bytes);
    const end = text.indexOf(HEAD_END);
    const length = /\r\ncontent-length: *(\d+)/i.exec(text);
    if (end < 0 || length === null) throw new Error(`An answer without a whole head and a length: ${text}`);
    this.#status = Number(text.slice(9, 12));
    return end + HEAD_END.length + Number(length[1]) - bytes;
  }
}
