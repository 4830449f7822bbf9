import type { DeferredPromise } from '../types.js';

/** What the data is to be. Several, apart by spaces, are converted one into the next: `'text json'`. */
export type DataType = 'json' | 'text' | 'html' | 'xml' | (string & {});

/** How a request went well. `nocontent` and `notmodified` come without data. */
export type SuccessStatus = 'success' | 'nocontent' | 'notmodified';

/** How a request failed. What {@link JqXHR.abort} is given stands for `'abort'`. */
export type ErrorStatus = 'error' | 'timeout' | 'abort' | 'parsererror' | 'canceled' | (string & {});

/** How far a request is. `total` and `ratio` are undefined where the size is not known. */
export interface AjaxProgress {
  readonly direction: 'upload' | 'download';

  /** Bytes so far. */
  readonly loaded: number;

  /** Bytes in all. */
  readonly total: number | undefined;

  /** `loaded / total`, from 0 to 1. */
  readonly ratio: number | undefined;
}

/** What `done` handlers get. */
export type AjaxDone<T> = [data: T, textStatus: SuccessStatus, jqXHR: JqXHR<T>];

/** What `fail` handlers get. */
export type AjaxFail<T> = [jqXHR: JqXHR<T>, textStatus: ErrorStatus, errorThrown: unknown];

/** Handlers by status code. A code of success calls with what `done` gets, any other with what `fail` gets. */
export type StatusHandlers<T> = Readonly<Record<number, OneOrMore<(...args: StatusArgs<T>) => unknown> | undefined>>;

type StatusArgs<T> = [dataOrJqXHR: T | JqXHR<T>, textStatus: SuccessStatus | ErrorStatus, jqXHROrError: unknown];

type OneOrMore<T> = T | readonly OneOrMore<T>[];

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

/**
 * A request that is under way or over: a promise, with what an `XMLHttpRequest` tells.
 *
 * @typeParam T - The data.
 * @see {@link https://api.jquery.com/jQuery.ajax/#jqXHR | The jqXHR object}
 */
export interface JqXHR<T = unknown> extends DeferredPromise<AjaxDone<T>, AjaxFail<T>, [progress: AjaxProgress]> {
  /** 0 before it is sent, and where nothing came; 1 while it is under way; 4 at the end. */
  readonly readyState: number;

  /** The HTTP status: 0 before the end, and where nothing came. */
  readonly status: number;

  /** The words of the HTTP status, or the text status where there are none. */
  readonly statusText: string;

  /** The body, unless it was asked for in binary form. */
  readonly responseText?: string;

  /** The data, if it is JSON: of a failed response too. */
  readonly responseJSON?: unknown;

  /** The document, if it is XML: of a failed response too. */
  readonly responseXML?: XMLDocument;

  /** What the platform says of a failure that has no response, if it says anything: in Node.js, an error with a cause. */
  readonly cause?: unknown;

  /** Gives a header of the response, whatever its case; null before the end, and where there is none. */
  getResponseHeader(this: void, name: string): string | null;

  /** Gives the headers of the response, a line each; null before the end. */
  getAllResponseHeaders(this: void): string | null;

  /** Sets a header of the request, before it is sent. */
  setRequestHeader<This>(this: This, name: string, value: string): This;

  /** Sets what stands for the content type of the response, before it is sent. */
  overrideMimeType<This>(this: This, type: string): This;

  /** Adds handlers by status code. After the end, the one of the status is called at once. */
  statusCode<This>(this: This, handlers: StatusHandlers<T> | null | undefined): This;

  /**
   * Ends the request, if it is under way: synchronously, with status 0.
   *
   * @param statusText - What handlers get as status and as error: by default `'abort'`.
   */
  abort<This>(this: This, statusText?: unknown): This;
}

/** The settings, or the address with or without settings. */
type AjaxArgs<TSettings> = [url: string | URL, settings?: TSettings] | [settings: TSettings];

type As<T, TSettings> = AjaxSettings<T> & TSettings;

/** The type of `ajax`. The data is of the type that the settings ask for, or of the one that the caller knows. */
export interface Ajax {
  (...args: Required<AjaxArgs<As<Blob, { responseType: 'blob' }>>>): JqXHR<Blob>;
  (...args: Required<AjaxArgs<As<ArrayBuffer, { responseType: 'arraybuffer' }>>>): JqXHR<ArrayBuffer>;
  (...args: Required<AjaxArgs<As<string, { dataType: 'text' | 'html' }>>>): JqXHR<string>;
  (...args: Required<AjaxArgs<As<XMLDocument, { dataType: 'xml' }>>>): JqXHR<XMLDocument>;
  <T = unknown>(...args: AjaxArgs<AjaxSettings<T>>): JqXHR<T>;
}

type Success<T> = ((...args: AjaxDone<T>) => unknown) | null;

/** The type of `get` and `post`. */
export interface Get {
  <T = unknown>(url: string | URL, success: Success<T>, dataType?: DataType): JqXHR<T>;
  <T = unknown>(url: string | URL, data?: unknown, success?: Success<T>, dataType?: DataType): JqXHR<T>;
  <T = unknown>(settings: AjaxSettings<T>): JqXHR<T>;
}

/** The type of `getJSON`. */
export interface GetJSON {
  <T = unknown>(url: string | URL, success: Success<T>): JqXHR<T>;
  <T = unknown>(url: string | URL, data?: unknown, success?: Success<T>): JqXHR<T>;
}
