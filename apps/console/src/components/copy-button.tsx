import { useState } from 'react';
import { texts } from '../texts.js';

/** Copies a text to the clipboard. Browsers allow that on https and on localhost only. */
export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState<string>();
  if (!window.isSecureContext) return null;
  return (
    <button
      type="button"
      className="button small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
    >
      {copied === text ? texts.copied : texts.copy}
    </button>
  );
}
