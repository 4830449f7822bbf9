import { isFunction, isObject } from '../base/guards.js';
import type { DataType } from './data-types.js';
import type { AjaxDone, JqXHR } from './jqxhr.js';
import { request } from './request.js';
import type { AjaxSettings } from './settings.js';

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

/**
 * Sends an HTTP request, by `XMLHttpRequest` where there is one, and else by `fetch`.
 *
 * @param url - The address, unless the settings have it.
 * @param settings - See {@link AjaxSettings}.
 * @returns A promise with what an `XMLHttpRequest` tells. `done` handlers get the data, a text status and this
 * object; `fail` handlers get this object, a text status and the error. `this` is `settings.context`, or the settings.
 * @throws TypeError for settings that cannot be what they look like: no address, a signal that is none, data that is no
 * record, `async: false`; and for the data types `script` and `jsonp`: no response is ever run. And whatever
 * `beforeSend` throws.
 * @remarks
 * The callbacks of the settings come in their turn among the handlers; then those of `statusCode`, then `complete`.
 * `abort()` ends the request at once, and so does `until()` where nobody else waits for it. Where neither
 * `XMLHttpRequest` nor a page is, addresses have to be absolute.
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
 * @param url - The address, or the settings, as {@link ajax} has them.
 * @param data - Goes into the query. It may be left out.
 * @param success - A `done` handler.
 * @param dataType - What to make of the response: by default its content type decides.
 * @returns As {@link ajax} does.
 * @throws As {@link ajax} does.
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
 * @param url - The address, or the settings, as {@link ajax} has them.
 * @param data - The body: objects and arrays as a form. It may be left out.
 * @param success - A `done` handler.
 * @param dataType - What to make of the response: by default its content type decides.
 * @returns As {@link ajax} does.
 * @throws As {@link ajax} does.
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
 * Sends a `GET` request for JSON, whatever content type the response has.
 *
 * @param url - The address.
 * @param data - Goes into the query. It may be left out.
 * @param success - A `done` handler.
 * @returns As {@link ajax} does.
 * @throws As {@link ajax} does.
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

/** Sends by arguments in a row, of which the data may be left out, or by settings. */
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
