import type { InteropObservable, Observable } from 'rxjs';

import { isObject } from '../base/guards.js';
import { coreRuntime } from '../deferred.js';
import { addTeardown } from '../promise/abort.js';
import { adopt } from '../promise/adopt.js';
import { toInput } from '../promise/input.js';
import { Emission } from '../state/emission.js';
import { isAbortError } from '../state/rejections.js';
import { emit, Settlement, subscribe } from '../state/settlement.js';
import type { Channels } from '../types/args.js';

/** What a loader or a call returns: work that settles. */
export type Work =
  Channels<unknown, unknown, unknown> | PromiseLike<unknown> | Observable<unknown> | InteropObservable<unknown>;

/**
 * What work gets: the argument of the loader of `deferredResource`, and `this` in the work of `deferredMutation`. It is
 * for work that ends by a signal alone, such as `fetch`. A deferred, a promise of this package, and an observable, as
 * `HttpClient` returns it, end without it: an arrow function is enough for them.
 */
export interface WorkContext {
  /** Aborts when the work is not wanted any more. */
  readonly abortSignal: AbortSignal;
}

/** A load or a call: the settlement that waits for some work, and that an abort ends. */
export class Load extends Settlement {
  readonly context: WorkContext;

  /** What the work has returned. */
  source: unknown;

  /** @param work - The work, until it starts. */
  constructor(public work?: (context: WorkContext) => unknown) {
    super(coreRuntime);
    const controller = new AbortController();
    this.context = { abortSignal: controller.signal };
    addTeardown(this, ({ value }) => {
      this.work = undefined;
      if (this.left) {
        controller.abort(value);
      }
    });
  }
}

/** Whether the rejection of a load comes from an abort: of it or of what it waits for, or one with an `AbortError`. */
export function isAbort({ left, source }: Load, { value, args }: Emission): boolean | undefined {
  // A request has the word for it behind its jqXHR.
  return (
    left || coreRuntime.settlementOf(source)?.left || isAbortError(value) || (isObject(value) && args?.[1] === 'abort')
  );
}

/** Calls the work, and returns true, unless it has been called before. The load rejects with the error that it throws. */
export function call(load: Load): boolean {
  const { work, context } = load;
  if (!work) {
    return false;
  }
  load.work = undefined;
  try {
    load.source = work(context);
  } catch (error) {
    emit(load, new Emission('reject', undefined, error));
  }
  return true;
}

/** Settles as what the work has returned, and ends that when nobody waits for it. */
export function settle(load: Load): void {
  const { source } = load;
  // Our own ends with its last consumer, so its `abort` is not called.
  const isOwn = coreRuntime.settlementOf(source) && !Object.hasOwn(source as object, 'abort');
  follow(load, isOwn ? source : toInput(coreRuntime, source, true));
}

/** Settles as a deferred or a promise does, which others may own: it is left, and not aborted. */
export function follow(load: Load, source: unknown): void {
  const forward = emit.bind(undefined, load);
  subscribe(load, { next: adopt(load, source, forward, forward) });
}
