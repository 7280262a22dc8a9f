import { Inject, Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS_OPTIONS, type AccessOptions } from './access-options.js';
import { declaredRule, type RouteRule } from './route-rule.decorator.js';

/** A route and the access it requires. */
export interface GuardedRoute {
  readonly method: string;
  readonly path: string;
  readonly rule: RouteRule;
}

type Handler = (...parameters: unknown[]) => unknown;

/** The rule of every route. A route without a rule prevents the start. */
@Injectable()
export class RouteAccess implements OnModuleInit {
  private readonly rules = new Map<object, Map<object, RouteRule>>();
  private readonly found: GuardedRoute[] = [];

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  /** All routes of the application, once it is initialised. */
  get routes(): readonly GuardedRoute[] {
    return this.found;
  }

  /** The rule of a handler. @throws Error for a handler that was not found at start-up. */
  ruleOf(controller: object, handler: object): RouteRule {
    const rule = this.rules.get(controller)?.get(handler);
    if (rule === undefined) throw new Error('A route appeared after start-up and has no access rule');
    return rule;
  }

  /** @throws Error naming every route that is neither public nor guarded. */
  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.scan(metatype as object));
    if (open.length > 0) {
      throw new Error(`Add @Public(), @RequireToken() or @RequireScope() to ${open.join(', ')}`);
    }
  }

  private scan(controller: object): string[] {
    const { prototype } = controller as { prototype: Record<string, Handler> };
    const rules = new Map<object, RouteRule>();
    this.rules.set(controller, rules);
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const route = describeRoute(controller, handler);
      const rule = this.options.pathRules?.[route.path] ?? declaredRule(controller, handler);
      if (rule === undefined) return [`${route.method} ${route.path}`];
      rules.set(handler, rule);
      this.found.push({ ...route, rule });
      return [];
    });
  }
}

function describeRoute(controller: object, handler: object): Omit<GuardedRoute, 'rule'> {
  const parts = [controller, handler].flatMap(
    (target) => Reflect.getMetadata(PATH_METADATA, target) as string,
  );
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  return { method, path: `/${parts.join('/')}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1') };
}
