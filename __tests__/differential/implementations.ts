import { JSDOM, type DOMWindow } from 'jsdom';
import { config } from 'rxjs';
import { Deferred, when } from 'rx-deferred';
import { installDeferred, type JQueryLike } from 'rx-deferred/jquery';

import { drainMicrotasks } from '../support/turn.js';

/** The part of a promise that scripts use. */
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

/** The part of a deferred that scripts use. */
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
  /** Prepares for a script. */
  start?(): void;
  /** Runs all scheduled work to the end, and returns the errors that reached no caller. */
  endTurn(): unknown[] | Promise<unknown[]>;
  /** Discards everything that a script has left behind. */
  clear(): void;
}

/** Is thrown for a script in which each notification causes another one, without an end. */
export class EndlessTurn extends Error {}

const maxTasks = 250;

/** A queue of timers that are all due at once. */
class Timers {
  #tasks: (() => void)[] = [];

  readonly setTimeout = (task: () => void): number => this.#tasks.push(task);

  /** Runs all timers, including those added meanwhile, and returns the errors that they throw. */
  run(max = maxTasks): unknown[] {
    const errors: unknown[] = [];
    let done = 0;
    for (const task of this.#tasks) {
      done += 1;
      if (done > max) {
        throw new EndlessTurn();
      }
      try {
        task();
      } catch (error) {
        errors.push(error);
      }
    }
    this.clear();
    return errors;
  }

  clear(): void {
    this.#tasks = [];
  }
}

type Create = (window: DOMWindow) => JQueryLike & Pick<Implementation, 'Deferred' | 'when'>;

/** Loads a jQuery of each version. */
const versions = {
  '3.7.1': () => jest.requireActual<Create>('jquery3'),
  '4.0.0': () => jest.requireActual<{ jQueryFactory: Create }>('jquery/factory').jQueryFactory,
};
export type Version = keyof typeof versions;

/** jQuery schedules reactions by `window.setTimeout`. */
export function createJQuery(version: Version): Implementation {
  const timers = new Timers();
  const { Deferred, when } = withTimers(version, timers);
  return {
    Deferred,
    when,
    endTurn: () => timers.run(),
    clear() {
      timers.clear();
    },
  };
}

/** This package schedules reactions as microtasks (D-002), and reports errors in timers, which Jest fakes. */
export function createRxDeferred(): Implementation {
  let reported: unknown[] = [];
  config.onUnhandledError = (error) => {
    reported.push(error);
  };

  return {
    Deferred,
    when,
    async endTurn() {
      await drainMicrotasks();
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

interface Installed extends Implementation {
  /** The original `Deferred` of jQuery. */
  readonly stock: DeferredFunction;
}

/** A jQuery with this package installed, which schedules by the global `setTimeout`: it shares the queue of jQuery. */
export function createInstalled(version: Version): Installed {
  const { setTimeout } = globalThis;
  const timers = new Timers();
  const jQuery = withTimers(version, timers);
  const { Deferred: stock } = jQuery;
  installDeferred(jQuery);
  const { Deferred, when } = jQuery;

  return {
    Deferred,
    when,
    stock,
    start() {
      Object.assign(globalThis, { setTimeout: timers.setTimeout });
    },
    // Reported errors are thrown in separate timers, of which jQuery has none.
    endTurn: () => timers.run(2 * maxTasks),
    clear() {
      timers.clear();
      Object.assign(globalThis, { setTimeout });
    },
  };
}

/** The same, but every other deferred is created by the original `Deferred` of jQuery. */
export function createMixed(version: Version): Implementation {
  const { Deferred, stock, ...rest } = createInstalled(version);
  delete Deferred.exceptionHook;
  let made = 0;

  return {
    ...rest,
    Deferred: function (init) {
      made += 1;
      return made % 2 ? stock(init) : Deferred(init);
    } as DeferredFunction,
    start() {
      made = 0;
      rest.start?.();
    },
  };
}

function withTimers(version: Version, timers: Timers): ReturnType<Create> {
  const { window } = new JSDOM('');
  const jQuery = versions[version]()(Object.assign(window, { setTimeout: timers.setTimeout }));
  timers.clear();
  return jQuery;
}
