/**
 * Why a library or a platform does something else, and in which scenarios. Each scenario has the replacements that make
 * of the other log the one of this package by `XMLHttpRequest`; with none of them, the logs just differ.
 */
export interface Difference {
  readonly why: string;
  readonly scenarios: Readonly<Record<string, readonly (readonly [found: RegExp, instead: string])[]>>;
}

const success = [[/^sent "pending" 1$/m, '$&\nsuccess {"a":1} "success" jqXHR "this:" settings']] as const;

/** Where this package does not do on purpose what jQuery does. docs/compatibility.md has the same list. */
export const fromJQuery: readonly Difference[] = [
  {
    why: 'URLSearchParams go into the query; jQuery leaves them out',
    scenarios: { 'URLSearchParams in the query': [[/"query":""/, '"query":"?a=x+y&b=%C3%BC"']] },
  },
  {
    why: 'a Blob that has a type is sent with it; jQuery calls it a form',
    scenarios: {
      'a Blob with a type, sent as a form': [[/application\/x-www-form-urlencoded; charset=UTF-8/, 'text/html']],
    },
  },
  {
    why: 'an X-Requested-With of the caller is sent as it is; jQuery adds to it, unless it has the usual case and a value',
    scenarios: {
      'an own x-requested-with': [[/"me, XMLHttpRequest"/, '"me"']],
      'an empty X-Requested-With': [[/"x-requested-with":"XMLHttpRequest"/, '"x-requested-with":""']],
    },
  },
  {
    why: 'status and statusText are 0 and empty before the end; jQuery has none',
    scenarios: { 'fields before the end': [[/^fields undefined undefined/m, 'fields 0 ""']] },
  },
  {
    why: 'abort takes a text; jQuery takes anything',
    scenarios: {
      'abort with a number': [
        [/ 5\b/g, ' "abort"'],
        [/"5"/, '"abort"'],
      ],
    },
  },
  {
    why: 'responseText stays the body; jQuery writes over it what a conversion makes of a document',
    scenarios: { 'xml to json': [[/"\[object XMLDocument\]"/, '"<a/>"']] },
  },
  {
    why: 'a data type of spaces is none; jQuery takes it for an unknown one and gives the text',
    scenarios: {
      'a data type of spaces': [
        [/ "\[1\]" "success"/g, ' [1] "success"'],
        [/"\[1\]",null/, '"[1]",[1]'],
      ],
    },
  },
  {
    why: 'a record that inherits is sent as a form; jQuery calls it [object Object]',
    scenarios: {
      'inherited data': [
        [/\[object Object\]/, 'a=1'],
        [/"content-length":"15"/, '"content-length":"3"'],
      ],
    },
  },
  {
    why: 'what can go into no query is refused; jQuery leaves it out',
    scenarios: { 'a number in the query': [] },
  },
  {
    why: 'null may stand for no data; jQuery then takes the callback for the type',
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

/** Where `fetch` in Node.js does not do what an `XMLHttpRequest` in Chromium does. */
export const fromXhr: readonly Difference[] = [
  {
    why: 'without a page no address is elsewhere: X-Requested-With is sent to all, and nobody asks for leave first',
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
    why: 'without a page no origin is refused, and no header is hidden',
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
    why: 'a name and a password are sent at once; a browser waits until the server asks for them',
    scenarios: { 'a name and a password': [[question, '']], 'a wrong password': [[question, '']] },
  },
  {
    why: 'what cannot be sent is a TypeError',
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
