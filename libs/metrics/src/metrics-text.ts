import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Registry } from 'prom-client';

const compress = promisify(gzip);

interface Rendering {
  readonly startedAt: number;
  readonly text: Promise<Buffer>;
  /** Compressed in the thread pool, when it is first asked for. */
  compressed?: Promise<Buffer>;
}

/**
 * The metrics as text. Rendering takes milliseconds of the event loop, so requests within `maxAgeMs` of the start of one
 * share it.
 */
export class MetricsText {
  private latest: Rendering | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly maxAgeMs: number,
  ) {}

  get contentType(): string {
    return this.registry.contentType;
  }

  plain(): Promise<Buffer> {
    return this.current().text;
  }

  compressed(): Promise<Buffer> {
    const rendering = this.current();
    return (rendering.compressed ??= rendering.text.then((text) => compress(text)));
  }

  private current(): Rendering {
    const now = performance.now();
    if (this.latest === undefined || now - this.latest.startedAt >= this.maxAgeMs) {
      this.latest = {
        startedAt: now,
        text: this.registry.metrics().then((text) => Buffer.from(visible(text))),
      };
    }
    return this.latest;
  }
}

/** Every control character but the ends of lines as an escape, such as `\\u001b`: a terminal that shows the text would obey it. */
function visible(text: string): string {
  return text.replaceAll(
    /[^\P{Cc}\n]/gu,
    (character) => `\\\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
