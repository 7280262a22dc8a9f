import { Injectable } from '@nestjs/common';

type Check = () => boolean | Promise<boolean>;

/** The result of all checks; `ready` is whether the service accepts new requests. */
export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'unavailable' | 'draining';
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
}

/** The named checks behind `/health` and `/health/ready`. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, { check: Check; required: boolean }>();
  private draining = false;

  /** Adds a check. One that is not `required` makes the service degraded, not unavailable, while it fails. */
  add(name: string, check: Check, { required = true } = {}): void {
    this.checks.set(name, { check, required });
  }

  /** Makes the service report that it is draining. */
  startDraining(): void {
    this.draining = true;
  }

  /** Runs every check; one that throws is failing. */
  async report(): Promise<HealthReport> {
    const outcomes = await Promise.all(
      [...this.checks].map(async ([name, { check, required }]) => ({
        name,
        required,
        passed: await passes(check),
      })),
    );
    const failing = outcomes.filter(({ passed }) => !passed);
    const unavailable = failing.some(({ required }) => required);
    return {
      status: this.statusOf(unavailable, failing.length > 0),
      ready: !this.draining && !unavailable,
      checks: Object.fromEntries(outcomes.map(({ name, passed }) => [name, passed ? 'ok' : 'failing'])),
    };
  }

  private statusOf(unavailable: boolean, failing: boolean): HealthReport['status'] {
    if (this.draining) return 'draining';
    if (unavailable) return 'unavailable';
    return failing ? 'degraded' : 'ok';
  }
}

async function passes(check: Check): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
