import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { ErrorRequestHandler, Request } from 'express';
import { BodyTooLarge, MalformedJson, UnreadableBody, UnsupportedMediaType } from './http.errors.js';

const REFUSALS = [BodyTooLarge, MalformedJson, UnreadableBody, UnsupportedMediaType];

const refusals = new WeakMap<Request, Error>();

/** Middleware that keeps what is wrong with a body until the guards have looked at who sent it. */
export const keepBodyRefusal: ErrorRequestHandler = (error: Error, request, _response, next) => {
  if (!REFUSALS.some((refusal) => error instanceof refusal)) return next(error);
  refusals.set(request, error);
  next();
};

/** The last global guard: now that the caller may be here, says what was wrong with the body. */
export class BodyRefusalGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const refusal = refusals.get(context.switchToHttp().getRequest<Request>());
    if (refusal !== undefined) throw refusal;
    return true;
  }
}
