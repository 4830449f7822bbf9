import { AsyncSubject, type Observable, type Unsubscribable } from 'rxjs';

import { isFunction, type Callback } from '../base/guards.js';
import type { Emission, EmissionKind, Observer } from './emission.js';
import { deliver, dropSilent, silence, type Failure, type Handler, type HandlerPolicy } from './handlers.js';
import type { ErrorHooks } from './hooks.js';
import { scheduleAll, type Job, type Reaction } from './job-queue.js';
import { enter, leave, postpone } from './nesting.js';
import { append, appendFunctions, toArray, type OneOrMany } from './one-or-many.js';
import { Progress } from './progress.js';
import { toCallback, trackRejection } from './rejections.js';

/** Everything that the deferreds of one library have in common. Derived settlements belong to the same runtime. */
export interface Runtime extends HandlerPolicy {
  readonly errorHooks: ErrorHooks;

  /** Runs a reaction later. */
  schedule<T>(this: void, job: Job<T>, argument: T): void;

  /** Creates the read-only object in front of a settlement, which keeps it. */
  wrap(this: void, settlement: Settlement): object;

  /** Puts the methods of that object on another one. */
  extend(this: void, settlement: Settlement, target: object): object;
}

/** The state behind a deferred or a promise: it settles once, and knows its consumers. */
export class Settlement {
  /** The emission that settled it. It is set before any consumer hears of it: a second settlement comes too late. */
  settled: Emission | undefined = undefined;

  /** The read-only object in front of it. */
  promise: object | undefined = undefined;

  /** The handlers of each channel: one queue for both until they differ; once settled, those that are still to run. */
  onNext: OneOrMany<Handler> = undefined;
  onError: OneOrMany<Handler> = undefined;

  reactions: OneOrMany<Reaction> = undefined;
  progress: Progress | undefined = undefined;
  isDraining = false;

  /** Set where an abort ends work: a subscription, which it ends first, or `true` where an observer ends the work. */
  teardown?: Unsubscribable | true;

  /** The settlement it waits for, where that can be aborted. */
  source?: Settlement | undefined;

  /** The consumers besides the reactions, where there is work that they keep going. */
  branches?: Set<object> | undefined;

  /** How many observers have unsubscribed and are still in the queues. */
  silent?: number;

  /** The observables that are handed out for it, once they were asked for. */
  outcome$?: Observable<unknown>;
  progress$?: Observable<unknown>;

  /** Where it was created, if `captureStacks` was set. */
  createdAt?: Error;

  /** @param subject - The subject of a deferred. Others create one when they settle with handlers waiting. */
  constructor(
    readonly runtime: Runtime,
    readonly subject?: AsyncSubject<Emission>,
  ) {}
}

/** Settles, or notifies. After the settlement it does nothing. */
export function emit(settlement: Settlement, emission: Emission): void {
  if (settlement.settled !== undefined) {
    return;
  }
  if (emission.kind === 'notify') {
    progressOf(settlement).notify(emission);
    return;
  }
  settlement.settled = emission;
  if (emission.kind === 'reject') {
    settlement.onNext = settlement.onError;
    trackRejection(settlement.runtime.rejectionHooks, emission, settlement.createdAt);
  }
  settlement.onError = undefined;
  settlement.progress?.close();
  if ((settlement.source ?? settlement.branches) !== undefined) {
    settlement.source = settlement.branches = undefined;
  }
  const { reactions, onNext } = settlement;
  if (reactions !== undefined) {
    settlement.reactions = undefined;
    scheduleAll(reactions, emission);
  }
  if (onNext !== undefined) {
    const isUsers = isFunction(onNext) || Array.isArray(onNext);
    drain(settlement, isUsers ? replay(settlement, emission) : emission, onNext);
  }
}

/** Settles the subject, and subscribes to both of its channels. */
function replay({ subject = new AsyncSubject() }: Settlement, emission: Emission): Emission {
  if (emission.kind === 'resolve') {
    subject.next(emission);
    subject.complete();
  } else {
    subject.error(emission);
  }
  subject.subscribe(replayed);
  return replayed.take() ?? emission;
}

/** Gives a callback that emits, with its receiver as the context. */
export function emitter(settlement: Settlement, kind: EmissionKind): Callback {
  return toCallback(settlement.runtime.rejectionHooks, kind, (emission) => {
    emit(settlement, emission);
  });
}

/** Adds handlers to a channel of the subject, or to both. */
export function addHandlers(
  settlement: Settlement,
  channel: 'next' | 'error' | 'both',
  list: ArrayLike<unknown>,
): void {
  const { settled, onNext, onError } = settlement;
  if (settled !== undefined) {
    if (channel === 'both' || channel === (settled.kind === 'resolve' ? 'next' : 'error')) {
      runLate(settlement, settled, appendFunctions(onNext, list));
    }
  } else if (channel === 'both' && onNext === onError) {
    settlement.onNext = settlement.onError = appendFunctions(onNext, list);
  } else {
    if (onNext === onError && Array.isArray(onNext)) {
      settlement.onError = [...onNext];
    }
    if (channel !== 'error') {
      settlement.onNext = appendFunctions(onNext, list);
    }
    if (channel !== 'next') {
      settlement.onError = appendFunctions(settlement.onError, list);
    }
  }
}

/** Adds an observer of the settlement in the place of a handler, on both channels. */
export function subscribe(settlement: Settlement, observer: Observer): void {
  const { settled, onNext, onError } = settlement;
  if (settled) {
    runLate(settlement, settled, append(onNext, observer));
  } else {
    settlement.onNext = append(onNext, observer);
    settlement.onError = onNext === onError ? settlement.onNext : append(onError, observer);
  }
}

export function unsubscribe(settlement: Settlement, observer: Observer): void {
  const { onNext, onError, silent = 0 } = settlement;
  silence(observer);
  if (onNext === undefined) {
    return;
  }
  settlement.silent = silent + 1;
  if (settlement.silent * 2 >= toArray(onNext).length) {
    settlement.silent = 0;
    settlement.onNext = dropSilent(onNext);
    settlement.onError = onNext === onError ? settlement.onNext : dropSilent(onError);
  }
}

/** Gives the progress of a settlement. Most settlements never have one. */
export function progressOf(settlement: Settlement): Progress {
  return (settlement.progress ??= new Progress(settlement));
}

/** Adds a reaction. A late one hears the last notification and the settlement. */
export function react(settlement: Settlement, reaction: Reaction): void {
  const { settled, progress } = settlement;
  if (progress?.last !== undefined) {
    reaction.schedule(progress.last);
  }
  if (settled !== undefined) {
    reaction.schedule(settled);
  } else {
    settlement.reactions = append(settlement.reactions, reaction);
  }
}

/** Runs handlers that were added after the settlement: now, or after those that are running. */
function runLate(settlement: Settlement, emission: Emission, handlers: OneOrMany<Handler>): void {
  if (settlement.isDraining) {
    settlement.onNext = handlers;
  } else {
    drain(settlement, emission, handlers);
  }
}

/** Runs handlers, and then those that they have added. */
function drain(settlement: Settlement, emission: Emission, handlers: OneOrMany<Handler>): void {
  const { runtime } = settlement;
  let failure: Failure | undefined;
  settlement.isDraining = true;
  if (!enter()) {
    settlement.onNext = handlers;
    postpone(() => {
      drain(settlement, emission, settlement.onNext);
    });
    return;
  }
  try {
    while (handlers !== undefined) {
      settlement.onNext = undefined;
      if (Array.isArray(handlers)) {
        for (const handler of handlers) {
          failure = deliver(handler, emission, runtime, failure);
        }
      } else {
        failure = deliver(handlers, emission, runtime, failure);
      }
      handlers = settlement.onNext;
    }
  } finally {
    settlement.isDraining = false;
    leave();
  }
  if (failure !== undefined) {
    throw failure.error;
  }
}

/**
 * The one subscription of a deferred, on both channels of its subject. It is made at the settlement, when the subject
 * only replays: that costs a third of a subscription that waits. It only takes the emission. The handlers run after
 * that, so RxJS is neither on their stack nor between them and their errors.
 *
 * RxJS 7 takes an object with all the methods of a subscriber as it is, and wraps any other in one of its own, at
 * three times the cost. A version that did not would treat this as the observer that it is.
 */
class Replay {
  readonly closed = false;
  private emission: Emission | undefined = undefined;

  take(): Emission | undefined {
    const { emission } = this;
    this.emission = undefined;
    return emission;
  }

  next(emission: Emission): void {
    this.emission = emission;
  }

  error(emission: Emission): void {
    this.emission = emission;
  }

  complete(): void {}
  add(): void {}
  remove(): void {}
  unsubscribe(): void {}
}

/** One for all: the subject replays, and it is taken from, before anything else can settle. */
const replayed = /* @__PURE__ */ new Replay();
