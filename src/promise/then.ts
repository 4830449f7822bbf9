import { reportError } from '../base/errors.js';
import { isFunction, isObject } from '../base/guards.js';
import { rejoin } from '../state/consumers.js';
import { Emission } from '../state/emission.js';
import { callHook } from '../state/error-hooks.js';
import type { Job, Reaction } from '../state/job-queue.js';
import { toArray } from '../state/one-or-many.js';
import { invoke, toCallback } from '../state/rejections.js';
import { emit, react, Settlement } from '../state/settlement.js';
import { abandon } from './abort.js';
import { waitFor } from './consumers.js';

/** How many nested thenables may answer at once before the next one waits for a job: each of them takes stack. */
const maxNesting = 100;

/** Derives the settlement of the promise that `then` returns. */
export function then(
  source: Settlement,
  onFulfilled?: unknown,
  onRejected?: unknown,
  onProgress?: unknown,
): Settlement {
  const derived = new DerivedSettlement(source, onFulfilled, onRejected, onProgress);
  rejoin(source);
  react(source, derived);
  return derived;
}

/**
 * A settlement that is its own reaction: first to its source, through the callbacks, and then to each thenable that it
 * is resolved with. One object serves as both, and a subclass without private fields is as fast to create as one class.
 */
class DerivedSettlement extends Settlement implements Reaction, Job<Emission> {
  /** Promises/A+ 2.3.3.3.3: counts resolutions, so that answers of an earlier thenable are ignored. */
  private resolutions = 0;

  /** The result of `getErrorHook` for this reaction. */
  private asyncError?: unknown;

  /** How many sources to keep until those that have settled are dropped. */
  private maxSources?: number;

  constructor(
    source: Settlement,
    private onFulfilled: unknown,
    private onRejected: unknown,
    private onProgress: unknown,
  ) {
    super(source.runtime);
    this.sources = source;
  }

  schedule(emission: Emission): void {
    const { errorHooks, schedule } = this.runtime;
    if (errorHooks.getErrorHook && emission.kind !== 'notify') {
      this.asyncError = callHook(errorHooks, 'getErrorHook');
    }
    schedule(this, emission);
  }

  run(emission: Emission): void {
    const { onFulfilled, onRejected, onProgress } = this;
    if (emission.kind === 'notify') {
      this.take(0, emission, onProgress);
    } else {
      this.onFulfilled = this.onRejected = this.onProgress = undefined;
      this.take(0, emission, emission.kind === 'resolve' ? onFulfilled : onRejected);
    }
  }

  /**
   * Passes an emission to the callback, if there is one, and resolves its first argument by Promises/A+ 2.3. The other
   * arguments and the context are retained. A thenable in a notification is followed in the same way, but its errors
   * are reported and reject nothing.
   */
  private take(resolution: number, emission: Emission, callback?: unknown): void {
    if (resolution !== this.resolutions) {
      return;
    }
    const isNotification = emission.kind === 'notify';
    if (!isNotification) {
      this.resolutions = resolution += 1;
      this.dropSources();
    }
    const { runtime } = this;
    try {
      if (isFunction(callback)) {
        const returned = invoke(runtime, callback, emission);
        emission = new Emission(isNotification ? 'notify' : 'resolve', undefined, returned);
      }
      if (
        emission.kind !== 'reject' &&
        isObject(emission.value) &&
        this.follow(resolution, emission.value, isNotification)
      ) {
        return;
      }
    } catch (error) {
      if (isNotification) {
        throw error;
      }
      // 2.2.7.2, 2.3.3.2, 2.3.3.3.4
      callHook(runtime.errorHooks, 'exceptionHook', error, this.asyncError);
      this.take(resolution, new Emission('reject', undefined, error));
      return;
    }
    if (this.asyncError !== undefined) {
      this.asyncError = undefined;
    }
    emit(this, emission);
  }

  /** Follows a value if it is a thenable, and returns whether it is. */
  private follow(resolution: number, value: { readonly then?: unknown }, isNotification: boolean): boolean {
    // 2.3.1
    if (value === this.promise) {
      throw new TypeError('Expected another promise than the one that waits for it, got the same');
    }
    // 2.3.3.1
    const { then } = value;
    if (!isFunction(then)) {
      return false;
    }
    const { runtime } = this;
    const run = this.take.bind(this, resolution);
    const later = (emission: Emission): void => {
      runtime.schedule({ run }, emission);
    };
    const report = (error: unknown): void => {
      if (resolution === this.resolutions && !this.left) {
        reportError(error);
      }
    };
    // 2.3.3.3
    const settle = resolution % maxNesting === 0 ? later : run;
    const answer: unknown = isNotification
      ? then.call(value, toCallback(runtime, value, 'notify', later), report)
      : then.call(
          value,
          toCallback(runtime, value, 'resolve', settle),
          toCallback(runtime, value, 'reject', settle),
          toCallback(runtime, value, 'notify', run),
        );
    const source = runtime.settlementOf(answer);
    if (source && resolution === this.resolutions) {
      waitFor(this, source);
      this.dropSettled();
    }
    return true;
  }

  /** Drops the settled sources each time that the list has doubled: there is one for each notification that waits. */
  private dropSettled(): void {
    const { sources, maxSources = 8 } = this;
    if (Array.isArray(sources) && sources.length > maxSources) {
      this.sources = sources.filter(({ settled }) => !settled);
      this.maxSources = this.sources.length * 2 + 8;
    }
  }

  /** Drops the sources at a settlement: that which has settled, and what notifications wait for. */
  private dropSources(): void {
    const { sources, left } = this;
    this.sources = undefined;
    if (!left && (Array.isArray(sources) || !sources?.settled)) {
      for (const source of toArray(sources)) {
        source.consumers--;
        abandon(source);
      }
    }
  }
}
