/**
 * What the cards ask for: the server answers with it, and in the static version a service worker. It stores nothing,
 * and answers slowly, in parts, so progress can be seen.
 */

/** A response: its parts come one by one, and `bytes` says before how long the whole is. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: number;
  readonly parts: AsyncIterable<string>;
}

type Endpoint = (query: URLSearchParams, body: AsyncIterable<Uint8Array>) => Promise<Answer>;

const endpoints = new Map<string, Endpoint>([
  ['GET api/users', sendUsers],
  ['POST api/files', receiveFile],
  ['GET images', sendImage],
]);

/** Finds what answers a request, by its method and its path from the folder of the page. */
export function endpointFor(method: string, path: string): Endpoint | undefined {
  return endpoints.get(`${method} ${path}`);
}

/** Makes an answer of a text. */
export function textAnswer(status: number, type: string, text: string): Answer {
  return { status, type, bytes: new TextEncoder().encode(text).length, parts: slowly([text], 0) };
}

const users = ['Ada Lovelace', 'Grace Hopper', 'Radia Perlman', 'Katherine Johnson', 'Hedy Lamarr', 'Annie Easley'];

const parts = users.map((name, i) => `${i === 0 ? '[' : ','}${JSON.stringify(name)}`.padEnd(512)).concat(']');

/** Sends a list name by name. */
async function sendUsers(query: URLSearchParams): Promise<Answer> {
  if (query.has('fail')) {
    await wait(700);
    return textAnswer(503, 'application/json', JSON.stringify({ message: 'The directory is closed.' }));
  }
  return { status: 200, type: 'application/json', bytes: parts.join('').length, parts: slowly(parts, 220) };
}

/** Reads six megabytes a second. */
async function receiveFile(_: URLSearchParams, body: AsyncIterable<Uint8Array>): Promise<Answer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    await wait(chunk.length / 6000);
  }
  return textAnswer(201, 'application/json', JSON.stringify({ bytes }));
}

/** Paints a hill at another hour of the day for each number. */
async function sendImage(query: URLSearchParams): Promise<Answer> {
  const hour = Number(query.get('hour'));
  await wait(300 + ((hour * 7) % 6) * 280);
  if (query.has('broken')) {
    return textAnswer(404, 'text/plain', 'There is no such image.');
  }
  const hue = 210 + hour * 24;
  const sun = { x: 15 + hour * 14, y: 40 - 22 * Math.sin((hour / 5) * Math.PI) };
  return textAnswer(
    200,
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 75">
      <defs><linearGradient id="sky" x2="0" y2="1">
        <stop stop-color="hsl(${String(hue)} 55% 62%)"/><stop offset="1" stop-color="hsl(${String(hue + 40)} 75% 84%)"/>
      </linearGradient></defs>
      <path fill="url(#sky)" d="M0 0h100v75H0z"/>
      <circle cx="${String(sun.x)}" cy="${String(sun.y)}" r="8" fill="#fff" fill-opacity=".85"/>
      <path fill="hsl(${String(hue)} 30% 38%)" d="M0 58q25-22 50-6t50-10v33H0z"/>
      <path fill="hsl(${String(hue)} 34% 26%)" d="M0 68q30-14 56-4t44-6v17H0z"/>
    </svg>`,
  );
}

async function* slowly(texts: readonly string[], ms: number): AsyncGenerator<string, undefined> {
  for (const text of texts) {
    await wait(ms);
    yield text;
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
