import { isFunction, isObject } from '../base/guards.js';
import type { DataType } from './data-types.js';
import type { AjaxDone, ContextJqXHR, JqXHR } from './jqxhr.js';
import { request } from './request.js';
import type { AjaxRequest, AjaxSettings, ContextSettings, SettingsWith } from './settings.js';
import { isURL } from './url.js';

type Context = object | null | undefined;

type StatedSettings<T> = AjaxSettings<T> & object & ThisType<object>;

/** Requests whose settings state the type of the data. */
interface RequestFor<TData, TSettings> {
  <T extends TData, TContext extends object>(
    url: string | URL,
    settings: ContextSettings<T, TContext> & TSettings,
  ): ContextJqXHR<T, TContext>;
  <T extends TData, TContext extends object>(
    settings: ContextSettings<T, TContext> & TSettings,
  ): ContextJqXHR<T, TContext>;
  <T extends TData, TContext extends Context = undefined>(
    url: string | URL,
    settings: SettingsWith<T, TContext> & TSettings,
  ): JqXHR<T>;
  <T extends TData, TContext extends Context = undefined>(settings: SettingsWith<T, TContext> & TSettings): JqXHR<T>;
}

/** Requests by settings alone, of whatever data. */
interface RequestBySettings {
  <T, TContext extends object>(settings: ContextSettings<T, TContext>): ContextJqXHR<T, TContext>;
  <T = unknown, TContext extends Context = undefined>(settings: SettingsWith<T, TContext>): JqXHR<T>;
  // The data is stated, and there is a context. Errors refer to the last overload, so this one is the plainest.
  <T = unknown>(settings: StatedSettings<T>): JqXHR<T>;
}

/** Requests by a URL and settings, of whatever data. */
interface RequestByURL {
  <T, TContext extends object>(url: string | URL, settings: ContextSettings<T, TContext>): ContextJqXHR<T, TContext>;
  <T = unknown, TContext extends Context = undefined>(
    url: string | URL,
    settings?: SettingsWith<T, TContext>,
  ): JqXHR<T>;
  <T = unknown>(url: string | URL, settings?: StatedSettings<T>): JqXHR<T>;
}

/**
 * The type of `ajax`. The settings determine the type of the data and the `this` of the callbacks.
 *
 * @remarks
 * If the caller states the type of the data, TypeScript does not infer that of the context: `this` is then an `object`,
 * and a callback may state more.
 */
export interface Ajax
  extends
    RequestFor<Blob, { responseType: 'blob' }>,
    RequestFor<ArrayBuffer, { responseType: 'arraybuffer' }>,
    RequestFor<string, { dataType: 'text' | 'html' }>,
    RequestFor<XMLDocument, { dataType: 'xml' }>,
    RequestByURL,
    RequestBySettings {}

type Success<T> = ((this: AjaxSettings<T> & AjaxRequest, ...args: AjaxDone<T>) => unknown) | null;

/** The type of `get` and `post`. */
export interface Get extends RequestBySettings {
  <T = unknown>(url: string | URL, success: Success<T>, dataType?: DataType): JqXHR<T>;
  <T = unknown>(url: string | URL, data?: unknown, success?: Success<T>, dataType?: DataType): JqXHR<T>;
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
 * @param data - The body: objects and arrays are encoded as a form. It may be left out. JSON is sent as a string, by
 * settings, because a shorthand has no place for its content type.
 * @param success - A `done` handler.
 * @param dataType - The format of the response: by default its content type decides.
 * @returns The promise of the request, as for {@link ajax}.
 * @throws TypeError, as for {@link ajax}.
 * @see {@link https://api.jquery.com/jQuery.post/ | jQuery.post()}
 * @example
 * ```ts
 * import { post } from 'rx-deferred/ajax';
 *
 * const url = 'https://api.example.com/users';
 * const save = (name: string) => post<{ id: number }>(url, { name });
 * const saveJSON = (name: string) =>
 *   post<{ id: number }>({ url, data: JSON.stringify({ name }), contentType: 'application/json' });
 *
 * [typeof save, typeof saveJSON]; // => ['function', 'function']
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
  return isObject(value) && !isURL(value);
}
