import { JSDOM, type DOMWindow } from 'jsdom';
import { config } from 'rxjs';
import { Deferred, when } from 'rx-deferred';
import { installDeferred, type JQueryLike } from 'rx-deferred/jquery';

import { drainMicrotasks } from '../support/turn.js';

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
  /** Makes ready for a script. */
  start?(): void;
  /** Does all that was put off, to the end, and gives the errors that no caller saw. */
  endTurn(): unknown[] | Promise<unknown[]>;
  /** Lets go of what a script has left behind. */
  clear(): void;
}

/** Is thrown for a script in which one notification begets the next, for ever. */
export class EndlessTurn extends Error {}

const maxTasks = 250;

/** A queue of timers, which are all due at once. */
class Timers {
  #tasks: (() => void)[] = [];

  readonly setTimeout = (task: () => void): number => this.#tasks.push(task);

  /** Runs all, those that are added meanwhile included, and gives what they throw. */
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

/** How a jQuery of each version is found. */
const versions = {
  '3.7.1': () => jest.requireActual<Create>('jquery3'),
  '4.0.0': () => jest.requireActual<{ jQueryFactory: Create }>('jquery/factory').jQueryFactory,
};
export type Version = keyof typeof versions;

/** jQuery puts reactions off by `window.setTimeout`. */
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
  /** What jQuery had in the place of `Deferred`. */
  readonly stock: DeferredFunction;
}

/** A jQuery with this package installed, which puts off by the `setTimeout` of the globals: here it is the same. */
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
    // What is reported is thrown in a timer of its own, of which jQuery has none.
    endTurn: () => timers.run(2 * maxTasks),
    clear() {
      timers.clear();
      Object.assign(globalThis, { setTimeout });
    },
  };
}

/** The same, where every other deferred is one that jQuery has made before. */
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
