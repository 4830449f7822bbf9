import { expected } from '../errors.js';
import { isFunction, isObject } from '../guards.js';
import { signalOf } from '../lifetime.js';
import type { AjaxSettings } from './types.js';

const binary: readonly string[] = ['blob', 'arraybuffer'];

/** What settings have to be that are there, and not falsy. */
const kinds: Readonly<Record<string, readonly (keyof AjaxSettings)[]>> = {
  string: ['method', 'type', 'dataType', 'mimeType', 'username', 'password', 'responseType'],
  number: ['timeout'],
  object: ['accepts', 'headers', 'statusCode', 'xhrFields'],
  function: ['beforeSend', 'dataFilter'],
};

/** Refuses settings that would do something else than what they look like. */
export function check(settings: unknown): asserts settings is AjaxSettings {
  if (!isObject(settings) || isFunction(settings)) {
    throw expected('settings', 'an object', settings);
  }
  for (const [kind, names] of Object.entries(kinds)) {
    for (const name of names) {
      const value = settings[name];
      if (value && typeof value !== kind) {
        throw expected(name, `${kind === 'object' ? 'an' : 'a'} ${kind}`, value);
      }
    }
  }
  const { headers, responseType, async } = settings as AjaxSettings & { readonly async?: unknown };
  if (async === false) {
    throw new TypeError('Expected async not to be false: nothing waits here without a promise');
  }
  if (headers && Symbol.iterator in headers) {
    throw new TypeError('Expected headers to be an object with a property for each, got a list');
  }
  if (responseType && !binary.includes(responseType)) {
    throw new TypeError(`Expected responseType to be 'blob' or 'arraybuffer', got '${responseType as string}'`);
  }
  signalOf(settings);
}
