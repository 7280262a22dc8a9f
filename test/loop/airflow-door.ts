import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to the next requests for a run: a status is the answer; `lose-answer` lets it through and answers nothing. */
export type DoorFault = number | 'lose-answer';

/** Stands between predict and the real Airflow; lets everything through, unless a test wants a fault. */
export class AirflowDoor {
  /** Faults of the next requests for a run, in their order. */
  readonly faults: DoorFault[] = [];
  /** Requests for a run that came to the door. */
  triggers = 0;
  /** Whether every request waits for an answer in vain. */
  silent = false;
  private server: Server | undefined;
  private port = 0;
  private lost: (() => void) | undefined;

  private constructor(private readonly airflow: URL) {}

  /** Opens it in front of the Airflow at this URL. */
  static async inFrontOf(airflowUrl: string): Promise<AirflowDoor> {
    const door = new AirflowDoor(new URL(airflowUrl));
    await door.open();
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when Airflow has taken a request for a run whose answer is lost; the asker waits for it in vain. */
  nextAnswerLost(): Promise<void> {
    this.faults.push('lose-answer');
    return new Promise((resolve) => (this.lost = resolve));
  }

  /** Nobody can connect until it is opened again, on the same port. */
  async shut(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async open(): Promise<void> {
    const server = createServer((asked, answer) => this.pass(asked, answer));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const isTrigger = asked.method === 'POST' && asked.url?.endsWith('/dagRuns') === true;
    if (isTrigger) this.triggers++;
    if (this.silent) return void asked.resume();
    const fault = isTrigger ? this.faults.shift() : undefined;
    if (typeof fault === 'number') {
      asked.resume();
      answer.writeHead(fault, { 'Content-Type': 'application/json' }).end('{"detail":"set by the test"}');
      return;
    }
    this.forward(asked, answer, fault === 'lose-answer');
  }

  private forward(asked: IncomingMessage, answer: ServerResponse, lose: boolean): void {
    const { hostname, port } = this.airflow;
    const { method, url: path, headers } = asked;
    const forwarded = request({ hostname, port, method, path, headers }, (given) => {
      if (lose) {
        given.resume().once('end', () => this.lost?.());
        return;
      }
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    forwarded.once('error', () => answer.destroy());
    asked.pipe(forwarded);
  }
}
