import { reportError } from '../base/errors.js';
import { isFunction, isPromising } from '../base/guards.js';
import { coreRuntime } from '../deferred.js';
import { extend, plain, settlementOf } from '../promise/plain-object.js';
import type { ErrorHooks } from '../state/error-hooks.js';
import type { Failure } from '../state/handlers.js';
import { schedule, type Job } from '../state/job-queue.js';
import type { Runtime, Settlement } from '../state/settlement.js';
import type { Audit } from './audit.js';

/** The options in force for the deferreds of one jQuery. */
export interface Behaviour {
  throwing: 'sync' | 'report';
  then: 'task' | 'microtask';
  audit: Audit | undefined;
}

/** The runtime of the deferreds of one jQuery: all of them are plain objects. */
export class JQueryRuntime implements Runtime {
  readonly rejectionHooks = coreRuntime.rejectionHooks;

  /** @param hooksOf - Returns the current `$.Deferred`, which other code may have replaced. */
  constructor(
    private readonly hooksOf: () => ErrorHooks,
    private readonly behaviour: Behaviour,
  ) {}

  get errorHooks(): ErrorHooks {
    return this.hooksOf();
  }

  readonly onHandlerError = (error: unknown, earlier?: Failure): Failure | undefined => {
    if (this.behaviour.throwing === 'sync' && !earlier) {
      return { error };
    }
    reportError(error);
    return earlier;
  };

  readonly schedule = <T>(job: Job<T>, argument: T): void => {
    if (this.behaviour.then === 'task') {
      setTimeout(() => {
        try {
          job.run(argument);
        } catch (error) {
          reportError(error);
        }
      });
    } else {
      schedule(job, argument);
    }
  };

  /** @param isDeferred - Whether the object gets the methods that settle. */
  readonly create = (settlement: Settlement, isDeferred = false): object => {
    const object = plain(settlement, isDeferred);
    this.behaviour.audit?.watch(object, settlement);
    return object;
  };

  readonly wrap = (settlement: Settlement): object => (settlement.promise = this.create(settlement));

  /**
   * A target that has an `abort` method, as the jqXHRs of jQuery have, is the work, unless it carries another promise.
   * What it has under the names of other methods than jQuery's stays, unless it does.
   */
  readonly extend = (settlement: Settlement, target: Partial<Record<PropertyKey, unknown>>): object => {
    const methods: typeof target = { ...(settlement.promise ?? this.wrap(settlement)) };
    if (!isPromising(target)) {
      if (isFunction(target['abort'])) {
        settlement.teardown = target;
      }
      for (const name of ['finally', 'until', 'outcome', 'asObservable'].filter((name) => name in target)) {
        Reflect.deleteProperty(methods, name);
      }
    }
    return extend(settlement, target, methods);
  };

  readonly settlementOf = settlementOf;
}
