import { expected } from '../errors.js';
import { isObject } from '../guards.js';
import { isBody } from './body.js';
import { check } from './check.js';
import { isForm, param } from './param.js';
import type { AjaxRequest, AjaxSettings } from './types.js';

/** The settings of one request, complete. They are what `beforeSend` gets, and `this` where there is no context. */
export interface Settings extends Omit<AjaxSettings, keyof AjaxRequest>, AjaxRequest {
  crossDomain: boolean;
  contentType: string | false | undefined;

  /** Whether a type of the body is sent even where there is none. */
  asksForType: boolean;

  /** The address by which answers are known again: without the fragment, and without what evades caches. */
  cacheURL: string;
}

const anything = '*/*';

const accepts: Readonly<Record<string, string>> = {
  '*': anything,
  text: 'text/plain',
  html: 'text/html',
  xml: 'application/xml, text/xml',
  json: 'application/json, text/javascript',
};

const form = 'application/x-www-form-urlencoded';

/** Makes addresses of one page different: by the clock at first, so that they differ between pages too. */
let nonce = Date.now();

/** Checks and completes the settings. */
export function toSettings(url: unknown, given: unknown): Settings {
  check(given);
  const options = Object.create(null) as AjaxSettings;
  for (const name in given) {
    options[name as never] = given[name as never];
  }
  const { location } = globalThis as { readonly location?: Location };
  const address = url || options.url || location?.href;
  if (typeof address !== 'string' && !(address instanceof URL)) {
    throw expected('url', 'a string', address);
  }
  const type = (options.method || options.type || 'GET').toUpperCase();
  const settings: Settings = {
    ...options,
    processData: options.processData ?? !isBody(options.data),
    url: String(address).replace(/^\/\//, `${location?.protocol ?? 'http:'}//`),
    type,
    hasContent: type !== 'GET' && type !== 'HEAD',
    dataTypes: toDataTypes(options.dataType || '*'),
    contentType: contentTypeOf(options),
    asksForType: Boolean(options.contentType),
    crossDomain: options.crossDomain ?? isElsewhere(String(address), location),
    cacheURL: '',
  };
  const { data } = settings;
  if (data instanceof URLSearchParams) {
    settings.data = String(data);
  } else if (isObject(data) && settings.processData) {
    if (!isForm(data)) {
      throw expected('data', 'a record', data);
    }
    settings.data = param(data, settings.traditional ?? false);
  }
  if (settings.hasContent) {
    settings.cacheURL = withoutFragment(settings.url);
    if (typeof settings.data === 'string' && settings.processData && String(settings.contentType).startsWith(form)) {
      settings.data = settings.data.replaceAll('%20', '+');
    }
  } else {
    moveToQuery(settings);
  }
  return settings;
}

function contentTypeOf({ data, contentType, headers }: AjaxSettings): string | false | undefined {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === 'content-type') {
      return value;
    }
  }
  // The platform adds the boundary, or knows the type.
  return contentType ?? (isTyped(data) ? false : `${form}; charset=UTF-8`);
}

/** Whether the platform knows the type of a body. */
function isTyped(data: unknown): boolean {
  return data instanceof FormData || (data instanceof Blob && data.type !== '');
}

function toDataTypes(dataType: string): string[] {
  if (/(^|\s)(script|jsonp)(\s|$)/i.test(dataType)) {
    throw new TypeError(`Expected a dataType that is never run, got '${dataType}'`);
  }
  return dataType.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether an address is of another origin than the page, if there is one. */
function isElsewhere(address: string, location: Location | undefined): boolean {
  try {
    return location !== undefined && new URL(address, location.href).origin !== location.origin;
  } catch {
    return true;
  }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}

/** Puts the data of a request without a body into its address, and makes that a new one, if it is to be. */
function moveToQuery(settings: Settings): void {
  const { url, data, cache } = settings;
  let cacheURL = withoutFragment(url);
  let rest = url.slice(cacheURL.length);
  if (typeof data === 'string' && data) {
    cacheURL += separator(cacheURL) + data;
    delete settings.data;
  } else if (data && (isBody(data) || !isObject(data))) {
    throw expected('data', 'what goes into a query', data);
  }
  if (cache === false) {
    cacheURL = cacheURL.replace(/([?&])_=[^&]*/, '$1');
    rest = `${separator(cacheURL)}_=${String(nonce++)}${rest}`;
  }
  settings.cacheURL = cacheURL;
  settings.url = cacheURL + rest;
}

function separator(url: string): string {
  return url.includes('?') ? '&' : '?';
}

/** Gives the Accept header for the first data type. */
export function acceptOf({ dataTypes, accepts: own }: Settings): string {
  const [first = '*'] = dataTypes;
  const known = { ...accepts, ...own };
  const accept = Object.hasOwn(known, first) ? known[first] : undefined;
  return accept === undefined ? anything : first === '*' ? accept : `${accept}, ${anything}; q=0.01`;
}
