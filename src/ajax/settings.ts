import { expected } from '../base/errors.js';
import { isFunction, isObject } from '../base/guards.js';
import { signalOf } from '../promise/abort.js';
import { toDataTypes, type DataType } from './data-types.js';
import type { AjaxDone, AjaxFail, ErrorStatus, JqXHR, OneOrMore, StatusHandlers, SuccessStatus } from './jqxhr.js';
import { isForm, param } from './param.js';
import { isBody } from './transport/body.js';
import { isCrossOrigin, withoutFragment, withQuery } from './url.js';

/** The parts of the settings that `beforeSend` gets as they will be used, and may change. */
export interface AjaxRequest {
  /** The address, with the query. */
  url: string;

  /** The method, in capitals. */
  type: string;

  /** The body. */
  data?: unknown;
  readonly hasContent: boolean;
  readonly dataTypes: string[];
}

/** A request, as `jQuery.ajax()` has it. */
export interface AjaxSettings<T = unknown> {
  /** The address: by default that of the page. */
  url?: string | undefined;

  /** The HTTP method: by default `GET`. */
  method?: string | undefined;

  /** The old name of {@link AjaxSettings.method}. */
  type?: string | undefined;

  /**
   * What is sent: in the query of a `GET` or `HEAD`, else in the body. Objects and arrays are made a form in jQuery's
   * way, with brackets. Strings, `FormData`, `Blob` and the like are sent as they are.
   */
  data?: unknown;

  /** The type of the body: by default a form. `false` sends none. */
  contentType?: string | false | undefined;

  /** `false` sends `data` as it is. */
  processData?: boolean | undefined;

  /** Makes a form without brackets: `a=1&a=2`. */
  traditional?: boolean | undefined;

  /** What to make of the response. By default its content type decides. */
  dataType?: DataType | undefined;

  /** What to accept for each data type, besides the usual. */
  accepts?: Readonly<Record<string, string>> | undefined;

  headers?: Readonly<Record<string, string>> | undefined;

  /** After how many milliseconds the request is aborted with the status `timeout`. 0 is never. */
  timeout?: number | undefined;

  /** `this` in all callbacks and handlers: by default the settings. */
  context?: object | undefined;

  /** Is called before anything is sent, with the settings as they will be used. `false` cancels the request. */
  beforeSend?: ((this: unknown, jqXHR: JqXHR<T>, settings: AjaxSettings<T> & AjaxRequest) => unknown) | undefined;

  success?: OneOrMore<(...args: AjaxDone<T>) => unknown> | null | undefined;
  error?: OneOrMore<(...args: AjaxFail<T>) => unknown> | null | undefined;

  /** Is called last, in both cases. */
  complete?: OneOrMore<(jqXHR: JqXHR<T>, textStatus: SuccessStatus | ErrorStatus) => unknown> | null | undefined;

  /** Handlers by status code. */
  statusCode?: StatusHandlers<T> | undefined;

  /** Changes the text of a successful response before it is converted. */
  dataFilter?: ((data: string, dataType: string | undefined) => unknown) | undefined;

  /** `false` makes the address of a `GET` or `HEAD` a new one each time. */
  cache?: boolean | undefined;

  /** Succeeds with `notmodified` and no data where the response is that of the last time. */
  ifModified?: boolean | undefined;

  username?: string | undefined;
  password?: string | undefined;

  /** Stands for the content type of the response. */
  mimeType?: string | undefined;

  /** Properties of the `XMLHttpRequest`. Where `fetch` is used, only `withCredentials` and `responseType` count. */
  xhrFields?: Readonly<Partial<XMLHttpRequest>> | undefined;

  /** Whether the request goes to another origin, where no `X-Requested-With` is sent. By default the address tells. */
  crossDomain?: boolean | undefined;

  /** There are no global events: passed over. */
  global?: boolean | undefined;

  /** Aborts the request. */
  signal?: AbortSignal | undefined;

  /** Gives the body as it came, as a `Blob` or an `ArrayBuffer`. */
  responseType?: 'blob' | 'arraybuffer' | undefined;

  /**
   * Whether the upload notifies: by default where there is a body and the request stays in its origin. A browser asks
   * another origin for leave before an upload that is listened to.
   */
  uploadProgress?: boolean | undefined;
}

/** The complete settings of one request. `beforeSend` gets them, and they are `this` where there is no context. */
export interface Settings extends Omit<AjaxSettings, keyof AjaxRequest>, AjaxRequest {
  crossDomain: boolean;
  contentType: string | false | undefined;

  /** Whether to send a content type even without a body. */
  asksForType: boolean;

  /** The address that identifies a resource: without the fragment and without the parameter against caches. */
  cacheURL: string;
}

const formType = 'application/x-www-form-urlencoded';

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
    crossDomain: options.crossDomain ?? isCrossOrigin(String(address), location),
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
    if (
      typeof settings.data === 'string' &&
      settings.processData &&
      String(settings.contentType).startsWith(formType)
    ) {
      settings.data = settings.data.replaceAll('%20', '+');
    }
  } else {
    moveDataToQuery(settings);
  }
  return settings;
}

/** Refuses settings that would do something else than they say. */
function check(settings: unknown): asserts settings is AjaxSettings {
  if (!isObject(settings) || isFunction(settings)) {
    throw expected('settings', 'an object', settings);
  }
  for (const name of ['headers', 'statusCode', 'xhrFields']) {
    const value = settings[name];
    if (value && typeof value !== 'object') {
      throw expected(name, 'an object', value);
    }
  }
  const { dataType, headers, responseType, async } = settings;
  if (dataType && typeof dataType !== 'string') {
    throw expected('dataType', 'a string', dataType);
  }
  if (async === false) {
    throw expected('async', 'true', async);
  }
  if (isObject(headers) && Symbol.iterator in headers) {
    throw expected('headers', 'a record', headers);
  }
  if (responseType && responseType !== 'blob' && responseType !== 'arraybuffer') {
    throw expected('responseType', "'blob' or 'arraybuffer'", responseType);
  }
  signalOf(settings);
}

function contentTypeOf({ data, contentType, headers }: AjaxSettings): string | false | undefined {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === 'content-type') {
      return value;
    }
  }
  // The platform adds the boundary of a `FormData`, and knows the type of a `Blob` that has one.
  const hasType = data instanceof FormData || (data instanceof Blob && data.type !== '');
  return contentType ?? (hasType ? false : `${formType}; charset=UTF-8`);
}

/** Puts the data of a request without a body into its address. */
function moveDataToQuery(settings: Settings): void {
  const { url, data, cache } = settings;
  if (data && typeof data !== 'string' && (isBody(data) || !isObject(data))) {
    throw expected('data', 'a string or a record', data);
  }
  const query = typeof data === 'string' ? data : '';
  if (query) {
    delete settings.data;
  }
  Object.assign(settings, withQuery(url, query, cache === false));
}
