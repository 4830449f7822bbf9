import { AsyncSubject, type Observable } from 'rxjs';

import { isFunction, type Callback } from '../base/guards.js';
import { forgetSources, join, type Waiting } from './consumers.js';
import type { Emission, EmissionKind, Observer } from './emission.js';
import type { ErrorHooks } from './error-hooks.js';
import { deliver, dropSilent, silence, type Failure, type Handler, type HandlerPolicy } from './handlers.js';
import { scheduleAll, type Reaction } from './job-queue.js';
import { enter, leave, postpone } from './nesting.js';
import { append, appendFunctions, toArray, type OneOrMany } from './one-or-many.js';
import { Progress } from './progress.js';
import { toCallback, trackRejection } from './rejections.js';

/** The hooks, policies and factories that the deferreds of one library share. Derived settlements inherit it. */
export interface Runtime extends HandlerPolicy {
  readonly errorHooks: ErrorHooks;

  /** Creates the promise of a settlement, and stores it there. */
  wrap(this: void, settlement: Settlement): object;

  /** Puts the methods of a promise on another object. */
  extend(this: void, settlement: Settlement, target: object): object;

  /** Returns the settlement that a value is heard through, if it is a deferred or a promise of this package. */
  settlementOf(this: void, value: unknown): Settlement | undefined;
}

/** The work that an abort ends. */
export interface Teardown {
  /** Rejects in its own way. */
  abort?(): unknown;

  /** Is called after the rejection, unless there is `abort`. */
  unsubscribe?(): void;
}

/** The state behind a deferred or a promise: it settles once, and knows its consumers. */
export class Settlement implements Waiting {
  /** The settling emission. It is stored before any consumer receives it, so a second settlement is always ignored. */
  settled: Emission | undefined = undefined;

  /** The promise in front of it, once there is one. */
  promise: object | undefined = undefined;

  /** The handlers of each channel, in one shared list until they differ; after the settlement, those yet to run. */
  onNext: OneOrMany<Handler> = undefined;
  onError: OneOrMany<Handler> = undefined;

  reactions: OneOrMany<Reaction> = undefined;
  progress: Progress | undefined = undefined;
  isDraining = false;
  consumers = 0;
  sources?: OneOrMany<Settlement>;
  left?: boolean;

  /** Set if an abort ends work: an observer does that, unless there is a method for it. */
  teardown?: Teardown;

  /** How many observers have unsubscribed but are still in the lists. */
  silent?: number;

  /** Is called with a rejection, before the handlers, if a combined promise has waited for it in vain. */
  beforeRejection?: (emission: Emission) => void;

  /** The public observables, created when they are first read. */
  outcome$?: Observable<unknown>;
  progress$?: Observable<unknown>;

  /** Where it was created, if `captureStacks` was set. */
  createdAt?: Error;

  /** @param subject - The subject of a deferred. Other settlements create one only if they settle with handlers. */
  constructor(
    readonly runtime: Runtime,
    readonly subject?: AsyncSubject<Emission>,
  ) {
    if (runtime.rejectionHooks.captureStacks) {
      this.createdAt = new Error(subject ? 'Made here' : 'Derived here');
    }
  }
}

/** Settles or notifies. Emissions after the settlement are ignored. */
export function emit(settlement: Settlement, emission: Emission): void {
  if (settlement.settled) {
    return;
  }
  if (emission.kind === 'notify') {
    progressOf(settlement).notify(emission);
    return;
  }
  settlement.settled = emission;
  if (emission.kind === 'reject') {
    settlement.onNext = settlement.onError;
    settlement.beforeRejection?.(emission);
    trackRejection(settlement.runtime, emission, settlement.createdAt);
  }
  settlement.onError = undefined;
  settlement.progress?.close();
  if (settlement.sources !== undefined) {
    forgetSources(settlement);
  }
  const { reactions, onNext } = settlement;
  if (reactions !== undefined) {
    settlement.reactions = undefined;
    scheduleAll(reactions, emission);
  }
  if (onNext) {
    const hasUserHandlers = isFunction(onNext) || Array.isArray(onNext);
    drain(settlement, hasUserHandlers ? replay(settlement, emission) : emission, onNext);
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

/** Creates a callback that emits, with its receiver as the context. */
export function emitter(settlement: Settlement, kind: EmissionKind): Callback {
  return toCallback(settlement.runtime, settlement, kind, (emission) => {
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
  if (settled) {
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
    if (channel === 'next' && appendFunctions(undefined, list)) {
      join(settlement);
    }
    if (channel !== 'next') {
      settlement.onError = appendFunctions(settlement.onError, list);
    }
  }
}

/** Adds an observer to both channels, in the order of the handlers. */
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
  if (settlement.silent * 2 >= Math.max(toArray(onNext).length, toArray(onError).length)) {
    settlement.silent = 0;
    settlement.onNext = dropSilent(onNext);
    settlement.onError = onNext === onError ? settlement.onNext : dropSilent(onError);
  }
}

/** Returns the progress of a settlement, created on first use: most settlements never have one. */
export function progressOf(settlement: Settlement): Progress {
  return (settlement.progress ??= new Progress(settlement));
}

/** Adds a reaction. The last notification and the settlement, if any, schedule it at once. */
export function react(settlement: Settlement, reaction: Reaction): void {
  const { settled, progress } = settlement;
  if (progress?.last !== undefined) {
    reaction.schedule(progress.last);
  }
  if (settled) {
    reaction.schedule(settled);
  } else {
    settlement.reactions = append(settlement.reactions, reaction);
  }
}

/** Runs handlers that were added after the settlement: at once, or after those that are running. */
function runLate(settlement: Settlement, emission: Emission, handlers: OneOrMany<Handler>): void {
  if (settlement.isDraining) {
    settlement.onNext = handlers;
  } else {
    drain(settlement, emission, handlers);
  }
}

/** Runs handlers, and then those that were added meanwhile. */
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
 * only replays: that costs a third of a subscription that waits. It only stores the emission. The handlers run
 * afterwards, so RxJS is neither on their stack nor between them and their errors.
 *
 * RxJS 7 uses an object with all the methods of a subscriber directly, and wraps any other observer in a subscriber, at
 * three times the cost. A version that wrapped this one too would still treat it as an observer.
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

/** A single instance is enough: the subject replays, and the emission is taken, before anything else can settle. */
const replayed = /* @__PURE__ */ new Replay();
