import { type MetricSet, UNMATCHED } from '@plumbline/metrics';
import type { Request, RequestHandler, Response } from 'express';
import { Overloaded, problemOf, sendProblem } from '../problems/index.js';
import { PacedAnswers } from './paced-answers.js';

/** Requests of one kind, whose places the others cannot take. */
export interface Lane {
  /** The `lane` label of the metrics. */
  readonly name: string;
  /** How many requests are answered at once. */
  readonly places: number;
  /**
   * Whether a request belongs to the lane; the first lane that says so takes it. The path is the one that routes are
   * found by: a URL can hide it behind an origin, a query or a fragment.
   */
  readonly holds: (request: Pick<Request, 'method' | 'path'>) => boolean;
}

interface OpenLane extends Lane {
  inFlight: number;
  readonly refusal: Overloaded;
}

/**
 * Where a request keeps its lane. A `Map` of the requests in flight would retain answered ones until the next full garbage
 * collection: the tables that V8 replaces while a map changes refer to each other.
 */
const LANE = Symbol('lane');

type AdmittedRequest = Request & { [LANE]?: OpenLane | undefined };

/** Probes have to tell an overloaded service from a dead one. */
const PROBES = /^\/health(\/live|\/ready)?\/?$/i;

/**
 * Limits how many requests of each lane are being answered. A request whose body is still arriving does not count;
 * otherwise clients that never finish theirs would lock out all others.
 */
export class Admission {
  private readonly lanes: readonly OpenLane[];
  private readonly refusals = new PacedAnswers({ atOnce: 20, perTurn: 20 });

  /** @param lanes together they hold every request */
  constructor(
    lanes: readonly Lane[],
    private readonly metrics: MetricSet,
  ) {
    this.lanes = lanes.map((lane) => ({ ...lane, inFlight: 0, refusal: overloaded(lane) }));
    const refused = metrics.get('requests_refused_total');
    for (const { name } of lanes) refused.inc({ service: metrics.service, lane: name }, 0);
  }

  /** Middleware that answers 503 with `Retry-After` while all places of the request's lane are taken. */
  readonly admit: RequestHandler = (request, response, next) => {
    if (PROBES.test(request.path)) return next();
    const lane = this.laneOf(request);
    if (lane.inFlight >= lane.places) return this.refuse(response, lane);
    this.take(request, lane);
    response.once('close', () => this.leave(request));
    next();
  };

  /** Takes a place for a request that left its own while its body arrived. @throws {Overloaded} */
  enter(request: Request): void {
    const lane = this.laneOf(request);
    if (lane.inFlight >= lane.places) {
      this.count(lane);
      throw overloaded(lane);
    }
    this.take(request, lane);
  }

  /** Gives the place of a request to others. */
  leave(request: AdmittedRequest): void {
    const lane = request[LANE];
    if (lane === undefined) return;
    request[LANE] = undefined;
    lane.inFlight -= 1;
  }

  private take(request: AdmittedRequest, lane: OpenLane): void {
    request[LANE] = lane;
    lane.inFlight += 1;
  }

  private laneOf(request: Request): OpenLane {
    const lane = this.lanes.find(({ holds }) => holds(request));
    if (lane === undefined) throw new Error(`No lane holds ${request.method} ${request.path}`);
    return lane;
  }

  /** Answers without the error filter: under overload, most of the service's time would go into refusing. */
  private refuse(response: Response, lane: OpenLane): void {
    this.count(lane);
    const { service } = this.metrics;
    const { refusal } = lane;
    this.metrics.get('api_errors_total').inc({ service, endpoint: UNMATCHED, error_type: refusal.code });
    this.refusals.add(response, () => {
      response.setHeader('Retry-After', String(refusal.retryAfterS));
      sendProblem(response, problemOf(refusal, {}));
    });
  }

  private count({ name: lane }: OpenLane): void {
    const { service } = this.metrics;
    this.metrics.get('requests_refused_total').inc({ service, lane });
  }
}

function overloaded({ name, places }: Lane): Overloaded {
  return new Overloaded(`${places} requests of the lane "${name}"`);
}
