import { reportError } from '../errors.js';
import { isFunction } from '../guards.js';
import { enqueue, type Task } from '../job-queue.js';
import { toPlain } from '../methods.js';
import type { Realm, Settlement } from '../settlement.js';
import type { Audit } from './audit.js';
import type { JQueryHooks } from './types.js';

/** The methods of a plain deferred or promise, each of which may be replaced. */
export type Methods = Record<PropertyKey, unknown>;

/** How the deferreds of one jQuery behave, as it is now. */
export interface Behaviour {
  throwing: 'report' | 'sync';
  then: 'microtask' | 'task';
  audit: Audit | undefined;
}

/** The realm of the deferreds of one jQuery: all of them are plain objects. */
export class JQueryRealm implements Realm {
  /** What handlers have thrown in the call that runs them, if that call is to throw it. */
  #thrown: unknown[] | undefined;

  constructor(
    public hooks: JQueryHooks,
    private readonly behaviour: Behaviour,
  ) {}

  readonly report = (error: unknown): void => {
    if (this.#thrown) {
      this.#thrown.push(error);
    } else {
      reportError(error);
    }
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

  readonly toPlain = (settlement: Settlement, power?: Settlement): object => {
    const { throwing, audit } = this.behaviour;
    const plain = toPlain(settlement, power);
    if (throwing === 'sync') {
      this.#letThrow(plain as Methods);
    }
    audit?.watch(plain as Methods, settlement);
    return plain;
  };

  readonly toPromise = (settlement: Settlement): object => (settlement.promise = this.toPlain(settlement));

  /** Has the methods that run handlers throw what those throw: the first error, since there can be one only. */
  #letThrow(methods: Methods): void {
    const run = this.#run.bind(this);
    for (const name of throwing) {
      const method = methods[name];
      if (isFunction(method)) {
        methods[name] = function (this: unknown, ...args: unknown[]): unknown {
          return run(() => method.apply(this, args));
        };
      }
    }
  }

  #run(method: () => unknown): unknown {
    const outer = this.#thrown;
    const thrown: unknown[] = (this.#thrown = []);
    let result: unknown;
    try {
      result = method();
    } finally {
      this.#thrown = outer;
    }
    thrown.slice(1).forEach(reportError);
    if (thrown.length > 0) {
      throw thrown[0];
    }
    return result;
  }
}

const throwing = [
  'resolve',
  'resolveWith',
  'reject',
  'rejectWith',
  'notify',
  'notifyWith',
  'done',
  'fail',
  'always',
  'progress',
];
