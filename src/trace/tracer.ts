import { reportError } from '../base/errors.js';
import { stateOf, toOutcome, type Emission, type Observer } from '../state/emission.js';
import type { Handler } from '../state/handlers.js';
import { toArray, type OneOrMany } from '../state/one-or-many.js';
import { isAbortError } from '../state/rejections.js';
import { progressOf, type Settlement } from '../state/settlement.js';
import type { SettledOutcome } from '../types/outcome.js';
import type { CreatedEvent, TraceEvent, TraceEventBase } from './events.js';

/** What happens to a settlement: an event, without what each tracer adds to it. */
type Happening = WithoutBase<TraceEvent>;
type WithoutBase<TEvent> = TEvent extends TraceEventBase ? Omit<TEvent, keyof TraceEventBase> : never;

/** How a tracer identifies a settlement. */
type Name = Pick<TraceEventBase, 'id' | 'label'>;

/** The tracers that are at work. */
export const tracers = /* @__PURE__ */ new Set<Tracer>();

/** The settlements whose `abort` has been called. */
export const aborted = /* @__PURE__ */ new WeakSet<Settlement>();

/** Whether a listener is running. What it does is not traced, since each event would lead to another one. */
let isTelling = false;

/** Tells one listener what happens to settlements, each from the moment when it is seen first. */
export class Tracer {
  readonly #names = new WeakMap<Settlement, Name>();
  #listener: ((event: TraceEvent) => void) | undefined;
  #count = 0;

  /** @param labels - The only settlements to trace, beside those that are derived from them. */
  constructor(
    listener: (event: TraceEvent) => void,
    private readonly labels?: WeakMap<Settlement, string>,
  ) {
    this.#listener = listener;
  }

  /** Ends the tracing, also of what is observed already. */
  end(): void {
    this.#listener = undefined;
  }

  /** Returns the name of a settlement, if it is traced. When it is seen first, that is told, and it is observed. */
  see(
    settlement: Settlement,
    sources = toArray(settlement.sources),
    method?: CreatedEvent['method'],
  ): Name | undefined {
    const known = this.#names.get(settlement);
    if (isTelling || known) {
      return isTelling ? undefined : known;
    }
    const from = this.#idsOf(sources);
    const label = this.labels?.get(settlement);
    if (this.labels && label === undefined && from.length === 0) {
      return undefined;
    }
    const name = { id: ++this.#count, ...(label !== undefined && { label }) };
    this.#names.set(settlement, name);
    // No other promise holds its source longer than it waits for it.
    const source = method === 'until' ? sources[0] : undefined;
    const state = stateOf(settlement.settled?.kind);
    this.tell(settlement, { type: 'created', state, from, ...(method && { method }) });
    observe(settlement, {
      next: (emission) => {
        const { state, args, context } = toOutcome(emission) as SettledOutcome;
        const isCut = source !== undefined && emission !== source.settled;
        this.tell(
          settlement,
          emission.kind === 'notify'
            ? { type: 'notified', args, context }
            : {
                type: 'settled',
                state,
                aborted: state === 'rejected' && (isCut || isAborted(settlement, emission)),
                args,
                context,
              },
        );
      },
    });
    return name;
  }

  /** Returns the numbers of settlements. Those that no deferred and no promise stands for are replaced by their sources. */
  #idsOf(settlements: readonly Settlement[]): number[] {
    const from: number[] = [];
    const queue = new Set(settlements);
    for (const each of queue) {
      const name = (each.subject ?? each.promise) ? this.see(each, []) : this.#names.get(each);
      if (name) {
        from.push(name.id);
      } else {
        toArray(each.sources).forEach((source) => queue.add(source));
      }
    }
    return from;
  }

  /** Tells what happens to a settlement, if it is traced. */
  tell(settlement: Settlement, happening: Happening): void {
    const listener = this.#listener;
    const name = listener && this.see(settlement);
    if (name) {
      isTelling = true;
      try {
        listener({ ...happening, ...name, time: performance.now() });
      } catch (error) {
        reportError(error);
      } finally {
        isTelling = false;
      }
    }
  }
}

/** Whether a rejection was an abort. A promise without work may be left, and be rejected for another reason later. */
function isAborted(settlement: Settlement, { value }: Emission): boolean {
  const { left, teardown } = settlement;
  return aborted.has(settlement) || (left === true && (teardown !== undefined || isAbortError(value)));
}

/** Adds an observer in front of the handlers, or tells it of the settlement. */
function observe(settlement: Settlement, observer: Observer): void {
  const { settled, onNext, onError } = settlement;
  const inFront = (handlers: OneOrMany<Handler>): OneOrMany<Handler> =>
    handlers ? [observer, ...toArray(handlers)] : observer;
  if (settled) {
    observer.next(settled);
  } else {
    settlement.onNext = inFront(onNext);
    settlement.onError = onNext === onError ? settlement.onNext : inFront(onError);
    progressOf(settlement).subscribe(observer);
  }
}

/** Shows a settlement to all tracers, and returns whether any of them traces it. */
export function see(...args: Parameters<Tracer['see']>): boolean {
  return [...tracers].map((tracer) => tracer.see(...args)).some(Boolean);
}

/** Tells all tracers what happens to a settlement. */
export function tell(settlement: Settlement, happening: Happening): void {
  for (const tracer of [...tracers]) {
    tracer.tell(settlement, happening);
  }
}
