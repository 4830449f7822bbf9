import type { Result } from './result.js';
import type { Settings } from './settings.js';

/** The text and what was made of it, under the names that users see. */
export interface Responses {
  responseText?: string;
  responseJSON?: unknown;
  responseXML?: XMLDocument;
}

/** A data type: what it is made of text by, what its content types have in them, and where users see it. */
type Kind = readonly [parse: (text: string) => unknown, pattern?: RegExp | undefined, field?: keyof Responses];

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['text', [String, undefined, 'responseText']],
  ['xml', [parseXML, /\bxml\b/, 'responseXML']],
  ['html', [String, /\bhtml/]],
  ['json', [(text): unknown => JSON.parse(text), /\bjson\b/, 'responseJSON']],
]);

/**
 * Makes of a body what the data types ask for, one after the other, and keeps what comes of it on the way.
 *
 * @param contentType - What decides where the first data type is `*`.
 * @param filters - Whether `dataFilter` changes the text before it is made into something else.
 */
export function convert(
  body: unknown,
  settings: Settings,
  contentType: string | null,
  responses: Responses,
  filters: boolean,
): Result {
  const [first = '*', ...others] = settings.dataTypes;
  if (typeof body !== 'string') {
    return succeeded(body);
  }
  responses.responseText = body;
  let from = 'text';
  try {
    let data = filters && settings.dataFilter ? settings.dataFilter(body, settings.dataType) : body;
    for (const to of [first === '*' ? typeOf(contentType) : first, ...others]) {
      if (to !== from && to !== '*') {
        const kind = kinds.get(to);
        if (!kind || (to === 'xml' && typeof DOMParser === 'undefined')) {
          return failed(`No conversion from ${from} to ${to}`);
        }
        const [parse, , field] = kind;
        data = parse(data as string);
        from = to;
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
  return [...kinds].find(([, [, pattern]]) => contentType && pattern?.test(contentType))?.[0] ?? 'text';
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
