import { useEffect, useState } from 'react';
import { ago, moment } from './figures.js';

const REFRESH_MS = 10_000;

/** How long ago a moment was; its date as a tooltip. */
export function Since({ at }: { readonly at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, Math.max(now, Date.parse(at)))}
    </time>
  );
}
