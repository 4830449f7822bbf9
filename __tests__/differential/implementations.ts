import { JSDOM } from 'jsdom';
import { config } from 'rxjs';
import { Deferred, when } from 'rx-deferred';

/** What a script uses of a promise. */
export interface PromiseSide {
  state(): string;
  done(...handlers: unknown[]): unknown;
  fail(...handlers: unknown[]): unknown;
  always(...handlers: unknown[]): unknown;
  progress(...handlers: unknown[]): unknown;
  then(onDone?: unknown, onFail?: unknown, onProgress?: unknown): PromiseSide;
  catch(onFail?: unknown): PromiseSide;
  pipe(onDone?: unknown, onFail?: unknown, onProgress?: unknown): PromiseSide;
  promise(target?: unknown): PromiseSide;
}

/** What a script uses of a deferred. */
export interface DeferredSide extends PromiseSide {
  resolve(this: unknown, ...args: unknown[]): unknown;
  reject(this: unknown, ...args: unknown[]): unknown;
  notify(this: unknown, ...args: unknown[]): unknown;
  resolveWith(context: unknown, args?: unknown): unknown;
  rejectWith(context: unknown, args?: unknown): unknown;
  notifyWith(context: unknown, args?: unknown): unknown;
}

interface DeferredFunction {
  (init?: (this: DeferredSide, deferred: DeferredSide) => void): DeferredSide;
  new (init?: (this: DeferredSide, deferred: DeferredSide) => void): DeferredSide;
  exceptionHook?: ((error: unknown) => void) | undefined;
}

export interface Implementation {
  readonly Deferred: DeferredFunction;
  readonly when: (...values: unknown[]) => PromiseSide;
  /** Does all that was put off, to the end, and gives the errors that no caller saw. */
  endTurn(): unknown[] | Promise<unknown[]>;
  /** Lets go of what a script has left behind. */
  clear(): void;
}

/** Is thrown for a script in which one notification begets the next, for ever. */
export class EndlessTurn extends Error {}

const maxTasks = 250;

/** jQuery puts reactions off by `window.setTimeout`, which here is a queue. */
export function createJQuery(): Implementation {
  const { window } = new JSDOM('');
  const tasks: (() => void)[] = [];
  window.setTimeout = (task: () => void) => tasks.push(task);
  const { jQueryFactory } = jest.requireActual<{
    jQueryFactory: (window: unknown) => Pick<Implementation, 'Deferred' | 'when'>;
  }>('jquery/factory');
  const jQuery = jQueryFactory(window);
  tasks.length = 0;

  return {
    Deferred: jQuery.Deferred,
    when: jQuery.when,
    endTurn() {
      const uncaught: unknown[] = [];
      let done = 0;
      for (const task of tasks) {
        done += 1;
        if (done > maxTasks) {
          throw new EndlessTurn();
        }
        try {
          task();
        } catch (error) {
          uncaught.push(error);
        }
      }
      tasks.length = 0;
      return uncaught;
    },
    clear() {
      tasks.length = 0;
    },
  };
}

/** This package puts reactions off to microtasks (D-002), and reports errors in timers, which jest fakes. */
export function createRxDeferred(): Implementation {
  let reported: unknown[] = [];
  config.onUnhandledError = (error) => {
    reported.push(error);
  };

  return {
    Deferred,
    when,
    async endTurn() {
      await new Promise(setImmediate);
      jest.runAllTimers();
      const errors = reported;
      reported = [];
      return errors;
    },
    clear() {
      jest.clearAllTimers();
      reported = [];
    },
  };
}
