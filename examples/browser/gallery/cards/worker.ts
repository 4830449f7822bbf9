import { Deferred, type DeferredPromise } from 'rx-deferred';
import { serve } from 'rx-deferred/dom';

/** What the worker does. */
export interface Protocol {
  /** Counts the primes below a number, and notifies how much of that is done, from 0 to 1. */
  primes(limit: number): DeferredPromise<number, Error, number>;
}

serve<Protocol>(self, {
  primes: (limit) =>
    Deferred<number, Error, number>((d) => {
      let count = 0;
      let next = 2;
      const timer = setInterval(() => {
        // A part at a time: in between, the worker hears whether the answer is still wanted.
        const end = Math.min(next + limit / 20, limit);
        for (; next < end; next++) {
          count += isPrime(next) ? 1 : 0;
        }
        d.notify(next / limit);
        if (next === limit) {
          d.resolve(count);
        }
      }, 120);
      return () => {
        clearInterval(timer);
      };
    }).promise(),
});

function isPrime(n: number): boolean {
  for (let factor = 2; factor * factor <= n; factor++) {
    if (n % factor === 0) {
      return false;
    }
  }
  return true;
}
