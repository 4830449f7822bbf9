/**
 * A difference of another library or platform, and its scenarios. Each scenario has the replacements that convert the
 * other log to the log of this package with `XMLHttpRequest`. Without replacements, the logs must only differ.
 */
export interface Difference {
  readonly why: string;
  readonly scenarios: Readonly<Record<string, readonly (readonly [found: RegExp, instead: string])[]>>;
}

const success = [[/^sent "pending" 1$/m, '$&\nsuccess {"a":1} "success" jqXHR "this:" settings']] as const;

/** The deliberate differences from jQuery. docs/compatibility.md has the same list. */
export const fromJQuery: readonly Difference[] = [
  {
    why: 'URLSearchParams go into the query; jQuery leaves them out',
    scenarios: { 'URLSearchParams in the query': [[/"query":""/, '"query":"?a=x+y&b=%C3%BC"']] },
  },
  {
    why: 'a Blob that has a type is sent with it; jQuery sends the type of a form',
    scenarios: {
      'a Blob with a type, sent as a form': [[/application\/x-www-form-urlencoded; charset=UTF-8/, 'text/html']],
    },
  },
  {
    why: 'an X-Requested-With of the caller is unchanged; jQuery adds to it, unless it has the usual case and a value',
    scenarios: {
      'an own x-requested-with': [[/"me, XMLHttpRequest"/, '"me"']],
      'an empty X-Requested-With': [[/"x-requested-with":"XMLHttpRequest"/, '"x-requested-with":""']],
    },
  },
  {
    why: 'status is 0 and statusText empty before the end; jQuery has neither',
    scenarios: { 'fields before the end': [[/^fields undefined undefined/m, 'fields 0 ""']] },
  },
  {
    why: 'abort accepts a string only; jQuery accepts anything',
    scenarios: {
      'abort with a number': [
        [/ 5\b/g, ' "abort"'],
        [/"5"/, '"abort"'],
      ],
    },
  },
  {
    why: 'responseText remains the body; jQuery overwrites it with the document converted to a string',
    scenarios: { 'xml to json': [[/"\[object XMLDocument\]"/, '"<a/>"']] },
  },
  {
    why: 'a data type of spaces counts as missing; jQuery treats it as unknown and returns the text',
    scenarios: {
      'a data type of spaces': [
        [/ "\[1\]" "success"/g, ' [1] "success"'],
        [/"\[1\]",null/, '"[1]",[1]'],
      ],
    },
  },
  {
    why: 'a record with inherited fields is sent as a form; jQuery sends [object Object]',
    scenarios: {
      'inherited data': [
        [/\[object Object\]/, 'a=1'],
        [/"content-length":"15"/, '"content-length":"3"'],
      ],
    },
  },
  {
    why: 'data that cannot be part of a query throws; jQuery leaves it out',
    scenarios: { 'a number in the query': [] },
  },
  {
    why: 'null may stand for no data; jQuery then treats the callback as the data type',
    scenarios: {
      'get(url, null, success, dataType)': success,
      'post(url, null, success, dataType)': success,
      'getJSON(url, null, success)': success,
    },
  },
];

const typeError = [[/SyntaxError|SecurityError/g, 'TypeError']] as const;
const requestedWith = [[/("accept":[^}]*)\}/g, '$1,"x-requested-with":"XMLHttpRequest"}']] as const;
const preflight = /\nserver saw .*"OPTIONS".*/;
const question = /\nserver saw .*/;

/** The differences of `fetch` in Node.js from `XMLHttpRequest` in Chromium. */
export const fromXhr: readonly Difference[] = [
  {
    why: 'without a page no request is cross-origin: all have X-Requested-With, and there is no preflight',
    scenarios: {
      'another origin': requestedWith,
      'another origin: a failure': requestedWith,
      'another origin: a form': requestedWith,
      'another origin: a header': [[preflight, ''], ...requestedWith],
      'another origin: json': [[preflight, ''], ...requestedWith],
      'another origin: PUT': [[preflight, ''], ...requestedWith],
      'another origin: crossDomain false': [[preflight, '']],
    },
  },
  {
    why: 'without a page, CORS refuses no origin and hides no header',
    scenarios: {
      'another origin: refused': [],
      'another origin: a form refused': [],
      'another origin: json refused': [],
      'another origin: ifModified': [[/"content-type: text\/plain"/, '$&,"etag: \\"1\\""'], ...requestedWith],
    },
  },
  {
    why: 'there are no cookies',
    scenarios: {
      'cookies of the own origin': [[/"cookie":"a=1",/, '']],
      'another origin: cookies': [],
    },
  },
  {
    why: 'credentials are sent with the first request; a browser waits for a challenge of the server',
    scenarios: { 'a name and a password': [[question, '']], 'a wrong password': [[question, '']] },
  },
  {
    why: 'an invalid request is a TypeError',
    scenarios: {
      'a header of bad name': typeError,
      'a header of bad value': typeError,
      'a method of bad name': typeError,
      'a method that is forbidden': typeError,
      'an address that is none': typeError,
    },
  },
  {
    why: 'there is no DOMParser',
    scenarios: {
      'Accept of xml': [],
      'an empty body as xml': [],
      'bad xml': [[/parsererror" Error/g, 'parsererror" "No conversion from text to xml"']],
      'text asked for as xml': [],
      'xml asked for': [],
      'xml by its type': [],
      'xml in the encoding that it declares': [],
      'xml of a failure': [[/"error"\] \[\["content/, 'null] [["content']],
      'xml to json': [
        [/SyntaxError/g, '"No conversion from text to xml"'],
        [/"a"\]/, 'null]'],
      ],
    },
  },
  {
    why: 'fetch has no timeout of its own',
    scenarios: {
      'timeout of xhrFields': [
        [/"error" ""/g, '"timeout" "timeout"'],
        [/"error"/g, '"timeout"'],
      ],
    },
  },
];
