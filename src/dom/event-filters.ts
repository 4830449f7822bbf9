import { expected } from '../base/errors.js';
import { isFunction, isObject, type Callback } from '../base/guards.js';

/** Whether a channel takes an event: always, or if a predicate says so. */
type Filter = true | Callback;

/** Returns the names of the events of a channel, each with its filter. */
export function filtersOf(channel: string, names: unknown = []): ReadonlyMap<PropertyKey, Filter> {
  const record = isObject(names) && !Array.isArray(names) && !isFunction(names) ? names : undefined;
  const list: unknown[] = record ? Reflect.ownKeys(record) : [names].flat();
  return new Map(
    list.map((name) => {
      if (typeof name !== 'symbol' && (typeof name !== 'string' || name === '')) {
        throw expected(`each name of ${channel}`, 'a string or a symbol', name);
      }
      const filter = record ? record[name] : true;
      if (filter !== true && !isFunction(filter)) {
        throw expected(`${channel}.${String(name)}`, 'true or a predicate', filter);
      }
      return [name, filter];
    }),
  );
}
