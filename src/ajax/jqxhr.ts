import type { HandlerArgs } from '../types/args.js';
import type { DeferredPromise } from '../types/promise.js';
import type { AjaxProgress } from './transport/progress.js';

/** The text status of a successful request. `nocontent` and `notmodified` have no data. */
export type SuccessStatus = 'success' | 'nocontent' | 'notmodified';

/** The text status of a failed request. The argument of {@link JqXHR.abort} replaces `'abort'`. */
export type ErrorStatus = 'error' | 'timeout' | 'abort' | 'parsererror' | 'canceled' | (string & {});

/** The arguments of `done` handlers. */
export type AjaxDone<T> = [data: T, textStatus: SuccessStatus, jqXHR: JqXHR<T>];

/**
 * The arguments of `fail` handlers. The error is a text in most cases: the reason phrase of the HTTP status, an empty text
 * if there is no response, or the text status of a timeout, an abort and a cancelled request. It is an `Error` if the
 * response could not be parsed, or the request not be sent.
 */
export type AjaxFail<T> = [jqXHR: JqXHR<T>, textStatus: ErrorStatus, errorThrown: string | Error];

/** Handlers by status code. Success codes pass the arguments of `done` handlers, others those of `fail` handlers. */
export type StatusHandlers<T> = Readonly<Record<number, OneOrMore<(...args: StatusArgs<T>) => unknown> | undefined>>;

type StatusArgs<T> = [
  dataOrJqXHR: T | JqXHR<T>,
  textStatus: SuccessStatus | ErrorStatus,
  jqXHROrError: JqXHR<T> | string | Error,
];

export type OneOrMore<T> = T | readonly OneOrMore<T>[];

/**
 * A pending or finished request: a promise with the fields of an `XMLHttpRequest`.
 *
 * @remarks
 * `JSON.stringify` and `for…in` list `status` and `statusText` from the end of the request on, as in jQuery, and never
 * `cause`.
 *
 * @typeParam T - The type of the data.
 * @see {@link https://api.jquery.com/jQuery.ajax/#jqXHR | The jqXHR object}
 */
export interface JqXHR<T = unknown> extends DeferredPromise<AjaxDone<T>, AjaxFail<T>, [progress: AjaxProgress]> {
  /** 0 before the request is sent and after a failure without a response, 1 while it is pending, 4 at the end. */
  readonly readyState: number;

  /** The HTTP status: 0 before the end, and after a failure without a response. */
  readonly status: number;

  /** The reason phrase of the HTTP status, or the text status if there is none. Empty before the end. */
  readonly statusText: string;

  /** The body as text, unless `responseType` requests it in binary form. */
  readonly responseText?: string;

  /** The parsed body, if it is JSON, even if the request failed. */
  readonly responseJSON?: unknown;

  /** The parsed body, if it is XML, even if the request failed. */
  readonly responseXML?: XMLDocument;

  /**
   * Why there is no response: the reason of the `signal` that has aborted the request, or the error of the platform for a
   * failure, if there is one, as in Node.js.
   */
  readonly cause?: unknown;

  /** Returns a header of the response by its case-insensitive name: `null` before the end, or if it is missing. */
  getResponseHeader(this: void, name: string): string | null;

  /** Returns the headers of the response, one per line: `null` before the end. */
  getAllResponseHeaders(this: void): string | null;

  /** Sets a header of the request. It has no effect once the request is sent. */
  setRequestHeader<This>(this: This, name: string, value: string): This;

  /** Overrides the content type of the response. It has no effect once the request is sent. */
  overrideMimeType<This>(this: This, type: string): This;

  /** Adds handlers by status code. After the end, the handler for the status runs at once. */
  statusCode<This>(this: This, handlers: StatusHandlers<T> | null | undefined): This;

  /**
   * Aborts the request, unless it has finished: handlers run synchronously, with status 0.
   *
   * @param statusText - The text status and the error for the handlers: by default `'abort'`.
   */
  abort<This>(this: This, statusText?: unknown): This;
}

/**
 * A request with a context, which its handlers have as `this`.
 *
 * @typeParam T - The type of the data.
 * @typeParam TContext - The type of the context.
 */
export interface ContextJqXHR<T, TContext> extends JqXHR<T> {
  /** See {@link DeferredPromise.done}. */
  done(this: void, ...handlers: ContextHandlers<TContext, AjaxDone<T>>[]): this;

  /** See {@link DeferredPromise.fail}. */
  fail(this: void, ...handlers: ContextHandlers<TContext, AjaxFail<T>>[]): this;

  /** See {@link DeferredPromise.always}. */
  always(this: void, ...handlers: ContextHandlers<TContext, HandlerArgs<AjaxDone<T> | AjaxFail<T>>>[]): this;

  /** See {@link DeferredPromise.progress}. */
  progress(this: void, ...handlers: ContextHandlers<TContext, [progress: AjaxProgress]>[]): this;
}

type ContextHandlers<TContext, TList extends readonly unknown[]> =
  | ((this: TContext, ...args: TList) => unknown)
  | (object & ArrayLike<ContextHandlers<TContext, TList>>)
  | false
  | null
  | undefined;
