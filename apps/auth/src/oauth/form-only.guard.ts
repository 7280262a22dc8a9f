import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { OAuthError } from './oauth.errors.js';

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Admits only forms, as RFC 6749 requires of these endpoints. */
@Injectable()
export class FormOnlyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    if (FORM.test(headers['content-type'] ?? '')) return true;
    throw new OAuthError('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.');
  }
}
