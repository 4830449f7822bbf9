import type { Result } from './result.js';

/** The text and what was made of it, under the names that users see. */
export interface Responses {
  responseText?: string;
  responseJSON?: unknown;
  responseXML?: XMLDocument;
}

const contents = { xml: /\bxml\b/, html: /\bhtml/, json: /\bjson\b/ };

const fields: ReadonlyMap<string, keyof Responses> = new Map([
  ['text', 'responseText'],
  ['json', 'responseJSON'],
  ['xml', 'responseXML'],
]);

/** What text can be made into. */
const parsers: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ['text', String],
  ['html', String],
  ['json', (text): unknown => JSON.parse(text)],
  ['xml', parseXML],
]);

/**
 * Makes of a body what the data types ask for, one after the other, and keeps what comes of it on the way.
 *
 * @param contentType - What decides where the first data type is `*`.
 * @param filter - Changes the text before it is made into something else.
 */
export function convert(
  body: unknown,
  [first = '*', ...others]: readonly string[],
  contentType: string | null,
  responses: Responses,
  filter?: (text: string) => unknown,
): Result {
  if (typeof body !== 'string') {
    return succeeded(body);
  }
  responses.responseText = body;
  let from = 'text';
  try {
    let data = filter ? filter(body) : body;
    for (const to of [first === '*' ? typeOf(contentType) : first, ...others]) {
      if (to !== from && to !== '*') {
        const parse = parsers.get(to);
        if (!parse || (parse === parseXML && typeof DOMParser === 'undefined')) {
          return failed(`No conversion from ${from} to ${to}`);
        }
        data = parse(data as string);
        from = to;
        const field = fields.get(to);
        if (field) {
          responses[field] = data as never;
        }
      }
    }
    return succeeded(data);
  } catch (error) {
    return failed(error);
  }
}

const succeeded = (value: unknown): Result => ({ state: 'resolved', textStatus: 'success', value });
const failed = (value: unknown): Result => ({ state: 'rejected', textStatus: 'parsererror', value });

/** Gives the first data type whose name is in a content type. */
function typeOf(contentType: string | null): string {
  return Object.entries(contents).find(([, pattern]) => contentType && pattern.test(contentType))?.[0] ?? 'text';
}

function parseXML(text: string): XMLDocument | null {
  if (!text) {
    return null;
  }
  const document = new DOMParser().parseFromString(text, 'text/xml');
  const [problem] = document.getElementsByTagName('parsererror');
  if (problem) {
    throw new Error(`Invalid XML: ${problem.textContent}`);
  }
  return document;
}
