import type { Request } from 'express';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a method changes nothing. */
export function isSafe(method: string): boolean {
  return SAFE.includes(method);
}

/**
 * Whether a page of this service sent the request, or for safe methods the person itself, such as from the address bar.
 * Browsers send `Sec-Fetch-Site` to https and localhost only; elsewhere, `Origin` must name the host of the request.
 */
export function isSameOrigin(request: Request): boolean {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && isSafe(request.method));
  if (isSafe(request.method)) return true;
  // Requests of HTTP/1.0 may have no host.
  return host !== undefined && origin !== undefined && hostOf(origin) === request.host.toLowerCase();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
