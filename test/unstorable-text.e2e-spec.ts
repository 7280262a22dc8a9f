import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentOf, type Service, services } from './both-services.js';
import { type Document, poisonedRequests, type PoisonedRequest } from './openapi-samples.js';

describe.each(services)('%s', (_name, start) => {
  let service: Service;
  let document: Document;
  beforeAll(async () => {
    service = await start();
    document = await documentOf(service);
  });
  afterAll(() => service.close());

  async function answerTo({ method, url, form, body }: PoisonedRequest) {
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const response = await fetch(service.url + url, {
      method,
      headers: {
        Authorization: `Bearer ${service.token}`,
        ...(body !== undefined && { 'Content-Type': type }),
      },
      body: form ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Whether the service has to refuse the request: a form cannot hold half a surrogate pair, and alerts are taken. */
  function isRefused({ url, form, body }: PoisonedRequest): boolean {
    return body !== undefined && url !== '/alerts' && !(form && JSON.stringify(body).includes('\\ud800'));
  }

  test.each([
    ['NUL', 'a\0b'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('a field of any route that takes text is refused by its name on %s', async (_case, text) => {
    const requests = poisonedRequests(document, text);
    const fields = new Set(requests.map(({ method, url, field }) => `${method} ${url} ${field}`));
    expect(fields.size).toBeGreaterThan(20);
    const failed: string[] = [];
    for (const request of requests) {
      const { status, text: answer } = await answerTo(request);
      const named = request.field.split('.').every((part) => answer.includes(part));
      const right = isRefused(request) ? status === 400 && named : status < 500;
      if (!right) failed.push(`${request.method} ${request.url} ${request.field}: ${status} ${answer}`);
    }
    expect(failed).toEqual([]);
  });
});
