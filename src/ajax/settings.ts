import { expected } from '../base/errors.js';
import { isFunction, isObject } from '../base/guards.js';
import { signalOf } from '../promise/abort.js';
import { toDataTypes, type DataType } from './data-types.js';
import type { AjaxDone, AjaxFail, ErrorStatus, JqXHR, OneOrMore, StatusHandlers, SuccessStatus } from './jqxhr.js';
import { isForm, param } from './param.js';
import { isBody } from './transport/body.js';
import { isCrossOrigin, isURL, withoutFragment, withQuery } from './url.js';

/** The parts of the settings in their final form, which `beforeSend` receives and may change. */
export interface AjaxRequest {
  /** The URL, with the query. */
  url: string;

  /** The method, in capitals. */
  type: string;

  /** The body. */
  data?: unknown;

  /** Whether the method has a body: all but `GET` and `HEAD`. */
  readonly hasContent: boolean;

  /** The formats to convert the response to, in order: `*` is that of its content type. */
  readonly dataTypes: string[];
}

/** The settings of a request, as for `jQuery.ajax()`. */
export interface AjaxSettings<T = unknown> {
  /** The URL: by default that of the page. */
  url?: string | undefined;

  /** The HTTP method: by default `GET`. */
  method?: string | undefined;

  /** The old name of {@link AjaxSettings.method}. */
  type?: string | undefined;

  /**
   * The data to send: in the query of a `GET` or `HEAD` request, otherwise in the body. Objects and arrays are encoded
   * as a form, with brackets, as in jQuery, whatever the content type is. Strings, `FormData`, `Blob` and the like are
   * sent unchanged: for JSON, pass `JSON.stringify(value)` with the `contentType` `'application/json'`.
   */
  data?: unknown;

  /** The content type of the body: by default that of a form. It encodes no data. With `false`, none is sent. */
  contentType?: string | false | undefined;

  /** `false` sends `data` unchanged. */
  processData?: boolean | undefined;

  /** Encodes forms without brackets: `a=1&a=2`. */
  traditional?: boolean | undefined;

  /** The format of the response. By default its content type decides. */
  dataType?: DataType | undefined;

  /** The content types to accept for each data type, in place of the defaults. */
  accepts?: Readonly<Record<string, string>> | undefined;

  /** Headers of the request. Names match in any case, and replace those that follow from other settings. */
  headers?: Readonly<Record<string, string>> | undefined;

  /** The time in milliseconds after which the request fails with the status `timeout`. 0 means never. */
  timeout?: number | undefined;

  /** The `this` of all callbacks and handlers: by default the settings. */
  context?: object | null | undefined;

  /** Is called before the request is sent, with the final settings. If it returns `false`, the request is cancelled. */
  beforeSend?: ((jqXHR: JqXHR<T>, settings: AjaxSettings<T> & AjaxRequest) => unknown) | undefined;

  /** Called as `done` handlers are, before all that are added later, with the same arguments and `this`. */
  success?: OneOrMore<(...args: AjaxDone<T>) => unknown> | null | undefined;

  /** Called as `fail` handlers are, before all that are added later, with the same arguments and `this`. */
  error?: OneOrMore<(...args: AjaxFail<T>) => unknown> | null | undefined;

  /** Is called last, after success and after failure. */
  complete?: OneOrMore<(jqXHR: JqXHR<T>, textStatus: SuccessStatus | ErrorStatus) => unknown> | null | undefined;

  /** Handlers by status code. */
  statusCode?: StatusHandlers<T> | undefined;

  /** Changes the text of a successful response before it is converted. What it throws, an `Error`, is the error. */
  dataFilter?:
    ((this: AjaxSettings<T> & AjaxRequest, data: string, dataType: string | undefined) => unknown) | undefined;

  /** `false` makes the URL of a `GET` or `HEAD` request unique, so that no cache answers it. */
  cache?: boolean | undefined;

  /** Succeeds with `notmodified` and without data if the response has not changed since the last request. */
  ifModified?: boolean | undefined;

  /** The name for HTTP authentication. `XMLHttpRequest` sends it when it is asked for, `fetch` at once. */
  username?: string | undefined;

  /** The password for HTTP authentication. */
  password?: string | undefined;

  /** Overrides the content type of the response. */
  mimeType?: string | undefined;

  /** Properties of the `XMLHttpRequest`. With `fetch`, only `withCredentials` and `responseType` apply. */
  xhrFields?: Readonly<Partial<XMLHttpRequest>> | undefined;

  /** Whether the request is cross-origin, and sent without `X-Requested-With`. By default the URL decides. */
  crossDomain?: boolean | undefined;

  /** Ignored: there are no global events. */
  global?: boolean | undefined;

  /** Aborts the request when the signal aborts: the reason is the `cause` of the jqXHR. */
  signal?: AbortSignal | null | undefined;

  /** Requests the body unconverted, as a `Blob` or an `ArrayBuffer`. */
  responseType?: 'blob' | 'arraybuffer' | undefined;

  /**
   * Whether the upload notifies: by default if there is a body and the request is same-origin. An upload listener makes
   * a cross-origin request non-simple, so the browser sends a CORS preflight.
   */
  uploadProgress?: boolean | undefined;
}

/**
 * The settings of a request with a context, which its callbacks have as `this`.
 *
 * @remarks
 * It is a type of its own because `this` may be the `this` of a class, or a type parameter: whether such a type is
 * nullish, as in {@link SettingsWith}, TypeScript does not decide.
 */
export type ContextSettings<T, TContext> = AjaxSettings<T> & { context: TContext } & ThisType<TContext>;

/** The settings of a request whose callbacks have as `this` the context, or the settings if it is nullish. */
export type SettingsWith<T, TContext> = AjaxSettings<T> & { context?: TContext | undefined } & object &
  ThisType<Receiver<T, TContext>>;

type Receiver<T, TContext> =
  Exclude<TContext, null | undefined> | ([TContext] extends [object] ? never : AjaxSettings<T> & AjaxRequest);

/** The complete settings of one request, passed to `beforeSend`. They are the default context of all callbacks. */
export interface ResolvedSettings extends Omit<AjaxSettings, keyof AjaxRequest>, AjaxRequest {
  crossDomain: boolean;
  contentType: string | false | undefined;

  /** Whether to send a content type even without a body. */
  hasExplicitType: boolean;

  /** The URL that identifies the resource: without the fragment and without the parameter that makes it unique. */
  cacheURL: string;
}

const formType = 'application/x-www-form-urlencoded';

/** Checks and completes the settings. */
export function toSettings(url: unknown, given: unknown): ResolvedSettings {
  check(given);
  const options = Object.create(null) as AjaxSettings;
  for (const name in given) {
    options[name as never] = given[name as never];
  }
  const { location } = globalThis as { readonly location?: Location };
  const address = url || options.url || location?.href;
  if (typeof address !== 'string' && !isURL(address)) {
    throw expected('url', 'a string', address);
  }
  const type = (options.method || options.type || 'GET').toUpperCase();
  const settings: ResolvedSettings = {
    ...options,
    processData: options.processData ?? !isBody(options.data),
    url: String(address).replace(/^\/\//, `${location?.protocol ?? 'http:'}//`),
    type,
    hasContent: type !== 'GET' && type !== 'HEAD',
    dataTypes: toDataTypes(options.dataType || '*'),
    contentType: contentTypeOf(options),
    hasExplicitType: Boolean(options.contentType),
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

/** Rejects settings that cannot have the intended effect. */
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
  // The platform sets the type of a `FormData`, with its boundary, and that of a `Blob` that has one.
  const hasType = data instanceof FormData || (data instanceof Blob && data.type !== '');
  return contentType ?? (hasType ? false : `${formType}; charset=UTF-8`);
}

/** Adds the data of a request without a body to its URL. */
function moveDataToQuery(settings: ResolvedSettings): void {
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
