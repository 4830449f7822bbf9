import { Deferred, type DeferredPromise } from 'rx-deferred';

import { compiles, typeOf, type User } from './expect-type.js';

const d = Deferred<[user: User, ms: number], Error, [percent: number]>();

describe('then(), where TypeScript has little to infer from', () => {
  compiles('keeps the argument lists beside a progress filter', () => {
    typeOf(d.then(null, null, (percent) => String(percent))).is<
      DeferredPromise<[user: User, ms: number], Error, [value: string]>
    >();
  });

  compiles('gives what the one handler beside a progress filter returns', () => {
    typeOf(
      d.then(
        (_, ms) => ms,
        null,
        (percent) => String(percent),
      ),
    ).is<DeferredPromise<[value: number], unknown, [value: string]>>();
  });

  compiles('keeps the progress where the handler only throws', () => {
    typeOf(
      d.then(() => {
        throw new Error('always');
      }),
    ).is<DeferredPromise<never, unknown, [percent: number]>>();
  });
});
