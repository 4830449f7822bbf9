import { expected } from '../errors.js';
import { isFunction, isObject } from '../guards.js';
import { signalOf } from '../lifetime.js';
import type { AjaxSettings } from './types.js';

/** What settings have to be that are there, and not falsy. */
const kinds: Readonly<Record<string, readonly (keyof AjaxSettings)[]>> = {
  string: ['method', 'type', 'dataType'],
  number: ['timeout'],
  object: ['headers', 'statusCode', 'xhrFields'],
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
  const { headers, responseType, async } = settings;
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
