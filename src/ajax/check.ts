import { expected } from '../errors.js';
import { isFunction, isObject } from '../guards.js';
import { signalOf } from '../lifetime.js';
import type { AjaxSettings } from './types.js';

/** Refuses settings that would do something else than what they look like. */
export function check(settings: unknown): asserts settings is AjaxSettings {
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
