import { reportError } from '../errors.js';
import type { Failure } from '../handlers.js';
import { enqueue, type Task } from '../job-queue.js';
import { settlementOf, withOwnMethods } from '../methods.js';
import { notificationsOf, outcomesOf } from '../observable.js';
import type { Realm, Settlement } from '../settlement.js';
import type { DeferredHooks } from '../types.js';
import type { Audit } from './audit.js';

/** The methods of a plain deferred or promise, each of which may be replaced. */
export type Methods = Record<PropertyKey, unknown>;

/** How the deferreds of one jQuery behave, as it is now. */
export interface Behaviour {
  throwing: 'sync' | 'report';
  then: 'task' | 'microtask';
  audit: Audit | undefined;
}

/** Makes a property that all plain objects share: one of their own would take three times as long to define. */
const toProperty = (name: string, observableOf: typeof outcomesOf): PropertyDescriptor => ({
  get(this: unknown) {
    const settlement = settlementOf(this);
    return settlement && observableOf(settlement);
  },
  set(value) {
    Object.defineProperty(this, name, { value, writable: true });
  },
  configurable: true,
});

const outcome$ = toProperty('outcome$', outcomesOf);
const progress$ = toProperty('progress$', notificationsOf);

/** The realm of the deferreds of one jQuery: all of them are plain objects. */
export class JQueryRealm implements Realm {
  /** @param hooksOf - Gives what is `$.Deferred` just now, which others may have replaced. */
  constructor(
    private readonly hooksOf: () => DeferredHooks,
    private readonly behaviour: Behaviour,
  ) {}

  get hooks(): DeferredHooks {
    return this.hooksOf();
  }

  readonly caught = (error: unknown, before?: Failure): Failure | undefined => {
    if (this.behaviour.throwing === 'sync' && !before) {
      return { error };
    }
    reportError(error);
    return before;
  };

  readonly enqueue = <T>(task: Task<T>, news: T): void => {
    if (this.behaviour.then === 'task') {
      setTimeout(() => {
        try {
          task.run(news);
        } catch (error) {
          reportError(error);
        }
      });
    } else {
      enqueue(task, news);
    }
  };

  /** All that is listed of such an object is a method, as it is in jQuery. */
  readonly toPlain = (settlement: Settlement, power?: Settlement): object => {
    const plain = withOwnMethods(settlement, power);
    Object.defineProperty(plain, 'outcome$', outcome$);
    Object.defineProperty(plain, 'progress$', progress$);
    this.behaviour.audit?.watch(plain as Methods, settlement);
    return plain;
  };

  readonly toPromise = (settlement: Settlement): object => (settlement.promise = this.toPlain(settlement));
}
