import { isFunction, isObject } from '../base/guards.js';
import type { DataType } from './data-types.js';
import type { AjaxDone, JqXHR } from './jqxhr.js';
import { request } from './request.js';
import type { AjaxSettings } from './settings.js';

/** The settings, or the URL with or without settings. */
type AjaxArgs<TSettings> = [url: string | URL, settings?: TSettings] | [settings: TSettings];

type As<T, TSettings> = AjaxSettings<T> & TSettings;

/** The type of `ajax`. The settings determine the type of the data, or the caller states it. */
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

/**
 * Sends an HTTP request, by `XMLHttpRequest` where that exists, and otherwise by `fetch`.
 *
 * @param url - The URL, unless the settings contain it.
 * @param settings - See {@link AjaxSettings}.
 * @returns A promise with the fields of an `XMLHttpRequest`. `done` handlers receive the data, a text status and this
 * object; `fail` handlers receive this object, a text status and the error. `this` is `settings.context`, or the
 * settings.
 * @throws TypeError if there is no URL, if a setting has the wrong type, for `async: false`, and for the data types
 * `script` and `jsonp`, because no response is ever run as a script. Errors of `beforeSend` are not caught.
 * @remarks
 * The callbacks of the settings take their place among the handlers; those of `statusCode` follow, then `complete`.
 * `abort()` ends the request synchronously, and so does `until()` if the request has no other consumer. URLs must be
 * absolute where there is no page.
 * @see {@link https://api.jquery.com/jQuery.ajax/ | jQuery.ajax()}
 * @example
 * ```ts
 * import { ajax } from 'rx-deferred/ajax';
 *
 * const log: unknown[] = [];
 * const answer = ajax<{ name: string }>('data:application/json,{"name":"Ada"}', { timeout: 5000 })
 *   .done((user, textStatus, jqXHR) => log.push(user.name, textStatus, jqXHR.status))
 *   .fail((jqXHR, textStatus, error) => log.push(textStatus, error))
 *   .always(() => log.push('closed'));
 * await answer;
 *
 * log; // => ['Ada', 'success', 200, 'closed']
 * ```
 */
export const ajax = ((url: unknown, settings?: AjaxSettings) =>
  isSettings(url) ? request(undefined, url) : request(url, settings)) as Ajax;

/**
 * Sends a `GET` request.
 *
 * @param url - The URL, or the settings, as for {@link ajax}.
 * @param data - The data of the query. It may be left out.
 * @param success - A `done` handler.
 * @param dataType - The format of the response: by default its content type decides.
 * @returns The promise of the request, as for {@link ajax}.
 * @throws TypeError, as for {@link ajax}.
 * @see {@link https://api.jquery.com/jQuery.get/ | jQuery.get()}
 * @example
 * ```ts
 * import { get } from 'rx-deferred/ajax';
 *
 * const log: unknown[] = [];
 * await get<string>('data:text/plain,Ada')
 *   .done((text) => log.push(text))
 *   .always(() => log.push('spinner hidden'));
 *
 * log; // => ['Ada', 'spinner hidden']
 * ```
 */
export const get = shorthand('GET') as Get;

/**
 * Sends a `POST` request.
 *
 * @param url - The URL, or the settings, as for {@link ajax}.
 * @param data - The body: objects and arrays are encoded as a form. It may be left out.
 * @param success - A `done` handler.
 * @param dataType - The format of the response: by default its content type decides.
 * @returns The promise of the request, as for {@link ajax}.
 * @throws TypeError, as for {@link ajax}.
 * @see {@link https://api.jquery.com/jQuery.post/ | jQuery.post()}
 * @example
 * ```ts
 * import { post } from 'rx-deferred/ajax';
 *
 * const save = (name: string) => post<{ id: number }>('https://api.example.com/users', { name });
 *
 * typeof save; // => 'function'
 * ```
 */
export const post = shorthand('POST') as Get;

/**
 * Sends a `GET` request and parses the response as JSON, whatever its content type.
 *
 * @param url - The URL.
 * @param data - The data of the query. It may be left out.
 * @param success - A `done` handler.
 * @returns The promise of the request, as for {@link ajax}.
 * @throws TypeError, as for {@link ajax}.
 * @see {@link https://api.jquery.com/jQuery.getJSON/ | jQuery.getJSON()}
 * @example
 * ```ts
 * import { getJSON } from 'rx-deferred/ajax';
 *
 * await getJSON<number[]>('data:text/plain,[1,2]'); // => [1, 2]
 * ```
 */
export const getJSON = ((url: unknown, data?: unknown, success?: unknown) =>
  send('GET', url, data, success, 'json')) as GetJSON;

function shorthand(method: string) {
  return (url: unknown, data?: unknown, success?: unknown, dataType?: unknown) =>
    send(method, url, data, success, dataType);
}

/** Sends a request by positional arguments, of which the data may be left out, or by settings. */
function send(method: string, url: unknown, data: unknown, success: unknown, dataType: unknown): object {
  if (isFunction(data) || (data === null && !isFunction(success))) {
    return send(method, url, undefined, data, dataType ?? success);
  }
  return isSettings(url)
    ? request(undefined, { data, success, dataType, ...url, type: url.type ?? method })
    : request(url, { type: method, data, success, dataType });
}

function isSettings(value: unknown): value is AjaxSettings {
  return isObject(value) && !(value instanceof URL);
}
