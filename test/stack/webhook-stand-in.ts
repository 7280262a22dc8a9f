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

/** An event as PagerDuty's Events API v2 takes it. */
export interface PagerDutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly client?: string;
  readonly client_url?: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly component?: string;
    readonly class?: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
}

/** Plays a service that takes JSON, and keeps what it is sent. */
export class WebhookStandIn<Message> {
  readonly messages: Message[] = [];
  private readonly server = createServer((request, response) => {
    void json(request).then((message) => {
      this.messages.push(message as Message);
      response.writeHead(this.status).end('{}');
    });
  });

  /** @param status what every message is answered with */
  constructor(private readonly status = 200) {}

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
