import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A message as Slack's incoming webhook takes it. */
export interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly {
    readonly title: string;
    readonly title_link: string;
    readonly text: string;
    readonly color: string;
  }[];
}

/** Plays Slack's incoming webhook and keeps what it is sent. */
export class SlackStandIn {
  readonly messages: SlackMessage[] = [];
  private readonly server = createServer((request, response) => {
    void json(request).then((message) => {
      this.messages.push(message as SlackMessage);
      response.end('ok');
    });
  });

  /** Listens on a free port of this machine. Resolves with the URL of the webhook. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/services/secret`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
