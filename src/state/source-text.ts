import { noop } from 'rxjs';

import { isFunction, type Callback } from '../base/guards.js';
import { toCallback, type RejectionPolicy } from './rejections.js';

export const textOf = (callback: Callback): string => Function.prototype.toString.call(callback);

/** The source text of the callbacks that this package itself adds to deferreds. */
const forwarderText = /* @__PURE__ */ textOf(
  /* @__PURE__ */ toCallback({ rejectionHooks: {} } as RejectionPolicy, {}, 'notify', noop),
);

/** Whether a value is a callback that this package itself adds to deferreds. */
export const isForwarder = (value: unknown): boolean => isFunction(value) && textOf(value) === forwarderText;
