import { useState } from 'react';
import { texts } from '../texts.js';

const { tryIt: words } = texts;
const LONGEST = 120;

interface RequestSnippetsProps {
  /** The path of predict, such as `models/rent/predict`. */
  readonly path: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** The request of the form for programs. */
export function RequestSnippets({ path, row }: RequestSnippetsProps) {
  const [language, setLanguage] = useState<keyof typeof snippets>('curl');
  const body = JSON.stringify(row, shorten, 2);
  return (
    <section className="card stack" aria-labelledby="request">
      <h2 id="request">{words.request}</h2>
      <p className="note">
        {words.tokenHint} {body.includes('…') && words.shortened}
      </p>
      <div className="actions">
        {(Object.keys(snippets) as (keyof typeof snippets)[]).map((name) => (
          <button
            key={name}
            type="button"
            className="button small"
            aria-pressed={name === language}
            onClick={() => setLanguage(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <pre tabIndex={0} aria-label={language}>
        {snippets[language](path, body)}
      </pre>
    </section>
  );
}

const snippets = {
  curl: (path: string, body: string) =>
    `curl -s $PREDICT/${path} -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`,
  TypeScript: (path: string, body: string) =>
    `const response = await fetch(\`\${PREDICT}/${path}\`, {
  method: 'POST',
  headers: { Authorization: \`Bearer \${TOKEN}\`, 'Content-Type': 'application/json' },
  body: JSON.stringify(${body}),
});
console.log(await response.json());`,
  Python: (path: string, body: string) =>
    `import json
import urllib.request

row = json.loads(r'''${body}''')
request = urllib.request.Request(
    f"{PREDICT}/${path}",
    data=json.dumps(row).encode(),
    headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
)
print(json.load(urllib.request.urlopen(request)))`,
};

/** Images and long texts would hide the rest of the request. */
function shorten(_name: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}
