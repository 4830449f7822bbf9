import type { DeferredPromise } from '../types/promise.js';
import type { AjaxProgress } from './transport/progress.js';

/** How a request went well. `nocontent` and `notmodified` come without data. */
export type SuccessStatus = 'success' | 'nocontent' | 'notmodified';

/** How a request failed. What {@link JqXHR.abort} is given stands for `'abort'`. */
export type ErrorStatus = 'error' | 'timeout' | 'abort' | 'parsererror' | 'canceled' | (string & {});

/** What `done` handlers get. */
export type AjaxDone<T> = [data: T, textStatus: SuccessStatus, jqXHR: JqXHR<T>];

/** What `fail` handlers get. */
export type AjaxFail<T> = [jqXHR: JqXHR<T>, textStatus: ErrorStatus, errorThrown: unknown];

/** Handlers by status code. A code of success calls with what `done` gets, any other with what `fail` gets. */
export type StatusHandlers<T> = Readonly<Record<number, OneOrMore<(...args: StatusArgs<T>) => unknown> | undefined>>;

type StatusArgs<T> = [dataOrJqXHR: T | JqXHR<T>, textStatus: SuccessStatus | ErrorStatus, jqXHROrError: unknown];

export type OneOrMore<T> = T | readonly OneOrMore<T>[];

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
