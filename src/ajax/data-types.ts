/** The format of the data. With several, separated by spaces, each is converted to the next: `'text json'`. */
export type DataType = 'json' | 'text' | 'html' | 'xml' | (string & {});

/** The response and the data converted from it, by the field names of a jqXHR. */
export interface Responses {
  responseText?: string;
  responseJSON?: unknown;
  responseXML?: XMLDocument;
}

interface Format {
  /** The content types for the `Accept` header. */
  readonly accept: string;

  /** Matches the content types of this format. */
  readonly pattern?: RegExp;

  readonly parse: (text: string) => unknown;

  /** The field of the jqXHR that holds the parsed data. */
  readonly field?: keyof Responses;
}

const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['text', { accept: 'text/plain', parse: String, field: 'responseText' }],
  ['xml', { accept: 'application/xml, text/xml', pattern: /\bxml\b/, parse: parseXML, field: 'responseXML' }],
  ['html', { accept: 'text/html', pattern: /\bhtml/, parse: String }],
  [
    'json',
    {
      accept: 'application/json, text/javascript',
      pattern: /\bjson\b/,
      parse: (text): unknown => JSON.parse(text),
      field: 'responseJSON',
    },
  ],
]);

/** Splits a list of data types. It throws for those that jQuery runs as scripts. */
export function toDataTypes(dataType: string): string[] {
  if (/(^|\s)(script|jsonp)(\s|$)/i.test(dataType)) {
    throw new TypeError(`Expected a dataType that is never run, got '${dataType}'`);
  }
  return dataType.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Returns the `Accept` header for the first data type. */
export function acceptOf([first = '*']: readonly string[], own?: Readonly<Record<string, string>>): string {
  const any = '*/*';
  const accept = own && Object.hasOwn(own, first) ? own[first] : formats.get(first)?.accept;
  return accept === undefined ? any : first === '*' ? accept : `${accept}, ${any}; q=0.01`;
}

/**
 * Converts a text from one data type to the next, and stores the results in `responses`.
 *
 * @param contentType - Determines the format if the first data type is `*`.
 * @throws An error of the parser, or, as in jQuery, a string that names the missing conversion.
 */
export function convert(
  text: unknown,
  [first = '*', ...others]: readonly string[],
  contentType: string | null,
  responses: Responses,
): unknown {
  let data = text;
  let from = 'text';
  for (const to of [first === '*' ? typeOf(contentType) : first, ...others]) {
    if (to !== from && to !== '*') {
      const format = formats.get(to);
      if (!format || (to === 'xml' && typeof DOMParser === 'undefined')) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- handlers get this text as the error
        throw `No conversion from ${from} to ${to}`;
      }
      const { parse, field } = format;
      data = parse(data as string);
      from = to;
      if (field) {
        responses[field] = data as never;
      }
    }
  }
  return data;
}

/** Returns the first data type that matches a content type. */
function typeOf(contentType: string | null): string {
  return [...formats].find(([, { pattern }]) => contentType && pattern?.test(contentType))?.[0] ?? 'text';
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
