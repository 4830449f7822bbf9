import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import pDefer from 'p-defer';
import { AsyncSubject, finalize, from, Observable, share, type ObservableInput } from 'rxjs';
import { Deferred, toDeferred } from 'rx-deferred';

import { jQuerys } from '../jquery/jquerys.js';
import { collectReportsInTime } from '../support/reported-errors.js';

type Handler = (...args: unknown[]) => unknown;

/** A deferred of a library, by the means that the library has. */
interface Subject {
  /** What is handed out. */
  readonly promise: object;
  resolve(value?: unknown): unknown;
  reject(reason: unknown): unknown;
  done(handler: Handler): unknown;

  /** Adds the handler that the library has for both outcomes. */
  always(handler: Handler): unknown;

  resolveWith?(context: object, ...args: unknown[]): unknown;
  notify?(value: unknown): unknown;
  progress?(handler: Handler): unknown;
  state?(): unknown;
}

interface Library {
  readonly create: () => Subject;

  /** Starts work that two wait for, and lets both leave. Its abort calls a function. */
  readonly leave?: (onAbort: () => void) => void;
}

interface WithResolvers {
  readonly promise: Promise<unknown>;
  readonly resolve: (value?: unknown) => void;
  readonly reject: (reason?: unknown) => void;
}

type Executor = (
  resolve: WithResolvers['resolve'],
  reject: WithResolvers['reject'],
  onCancel?: (handler: () => void) => void,
) => void;

interface BluebirdPromise extends Promise<unknown> {
  isFulfilled(): boolean;
  cancel(): void;
}

interface BluebirdClass {
  new (executor: Executor): BluebirdPromise;
  getNewLibraryCopy(): BluebirdClass;
  config(options: { cancellation: boolean }): void;
}

const Bluebird = jest.requireActual<BluebirdClass>('bluebird').getNewLibraryCopy();
Bluebird.config({ cancellation: true });

const [, [, createJQuery]] = jQuerys as [unknown, [string, () => JQueryStatic]];
const jQuery = createJQuery();

const ignore = (): void => undefined;

/** jQuery's, or that of this package: both have the same methods. */
function ofDeferred(d: JQueryDeferred<unknown> | Deferred): Subject {
  return {
    promise: d.promise(),
    resolve: (...args) => d.resolve(...args),
    reject: (reason) => d.reject(reason),
    resolveWith: (context, ...args) => d.resolveWith(context, args),
    notify: (value) => d.notify(value),
    done: (handler) => d.done(handler),
    always: (handler) => d.always(handler),
    progress: (handler) => d.progress(handler),
    state: () => d.state(),
  };
}

function ofPromise({ promise, resolve, reject }: WithResolvers): Subject {
  return {
    promise,
    resolve,
    reject,
    done: (handler) => promise.then(handler).catch(ignore),
    always: (handler) => promise.finally(handler).catch(ignore),
  };
}

function withResolvers<P extends Promise<unknown>>(create: (executor: Executor) => P): WithResolvers & { promise: P } {
  let resolve: WithResolvers['resolve'] = ignore;
  let reject: WithResolvers['reject'] = ignore;
  const promise = create((...functions) => {
    [resolve, reject] = functions;
  });
  return { promise, resolve, reject };
}

const libraries: Record<string, Library> = {
  'rx-deferred': {
    create: () => ofDeferred(Deferred()),
    leave(onAbort) {
      const work = toDeferred(new Observable(() => onAbort));
      const signals = [new AbortController(), new AbortController()];
      for (const { signal } of signals) {
        work.until(signal);
      }
      for (const controller of signals) {
        controller.abort();
      }
    },
  },
  jQuery: { create: () => ofDeferred(jQuery.Deferred()) },
  Promise: { create: () => ofPromise(withResolvers((executor) => new Promise(executor))) },
  'RxJS alone': {
    create() {
      const subject = new AsyncSubject();
      return {
        promise: subject,
        resolve(value) {
          subject.next(value);
          subject.complete();
        },
        reject(reason) {
          subject.error(reason);
        },
        done: (next) => subject.subscribe({ next, error: ignore }),
        always: (handler) => subject.pipe(finalize(() => handler())).subscribe({ error: ignore }),
      };
    },
    leave(onAbort) {
      const work = new Observable(() => onAbort).pipe(share());
      const subscriptions = [work.subscribe(), work.subscribe()];
      for (const subscription of subscriptions) {
        subscription.unsubscribe();
      }
    },
  },
  'p-defer': { create: () => ofPromise(pDefer<unknown>()) },
  bluebird: {
    create() {
      const deferred = withResolvers((executor) => new Bluebird(executor));
      return { ...ofPromise(deferred), state: () => deferred.promise.isFulfilled() };
    },
    leave(onAbort) {
      const work = new Bluebird((_resolve, _reject, onCancel) => onCancel?.(onAbort));
      const branches = [work.then(ignore), work.then(ignore)] as BluebirdPromise[];
      for (const branch of branches) {
        branch.cancel();
      }
    },
  },
};

/** The rows of the table, each with a try that tells whether a library does it. */
const rows: Record<string, (library: Library) => boolean | Promise<boolean>> = {
  'Handlers run in order, before `resolve()` returns'({ create }) {
    const log: unknown[] = [];
    const d = create();
    d.done(() => log.push(1));
    d.done(() => log.push(2));
    d.resolve();
    return log.join() === '1,2';
  },
  'A late handler runs at once'({ create }) {
    const handler = jest.fn();
    const d = create();
    d.resolve('value');
    d.done(handler);
    return handler.mock.calls.length === 1;
  },
  async '`always`: one handler for both outcomes, with the value or the error'({ create }) {
    const handler = jest.fn();
    for (const kind of ['resolve', 'reject'] as const) {
      const d = create();
      d.always(handler);
      d[kind](kind);
    }
    await turn();
    return handler.mock.calls.map(String).join() === 'resolve,reject';
  },
  async 'Several arguments, and a `this` for the handlers'({ create }) {
    const log: unknown[] = [];
    const context = {};
    const d = create();
    d.done(function (this: unknown, ...args) {
      log.push(this === context, ...args);
    });
    d.resolveWith?.(context, 1, 2);
    await turn();
    return log.join() === 'true,1,2';
  },
  async 'Progress beside the value, and the last one for who comes late'({ create }) {
    const handler = jest.fn();
    const d = create();
    d.notify?.('half');
    d.progress?.(handler);
    await turn();
    return handler.mock.calls.join() === 'half';
  },
  async 'An error in a handler stops no other one'({ create }) {
    const handler = jest.fn();
    const d = create();
    d.done(() => {
      throw new Error('in a handler');
    });
    d.done(handler);
    try {
      d.resolve();
    } catch {
      // That of jQuery.
    }
    await turn();
    return handler.mock.calls.length === 1;
  },
  'The state can be read'({ create }) {
    const d = create();
    const before = d.state?.();
    d.resolve();
    return d.state?.() !== before;
  },
  async 'Can be awaited, as Promises/A+ says'({ create }) {
    const d = create();
    const log: unknown[] = [];
    d.resolve('value');
    if ('then' in d.promise) {
      void (d.promise as Promise<unknown>)
        .then((value) => {
          log.push(value);
          throw new Error('in a callback');
        })
        .then(undefined, ({ message }: Error) => log.push(message));
    }
    log.push('later');
    await turn();
    return log.join() === 'later,value,in a callback';
  },
  'Is an observable, which emits before `subscribe()` returns'({ create }) {
    const next = jest.fn();
    const d = create();
    d.resolve('value');
    from(d.promise as ObservableInput<unknown>).subscribe(next);
    return next.mock.calls.length === 1;
  },
  async 'Work ends when the last who waits has left'({ leave }) {
    const onAbort = jest.fn();
    leave?.(onAbort);
    await turn();
    return onAbort.mock.calls.length === 1;
  },
};

/** Waits until timers that are due have run, too: jQuery has one for each callback of `then`. */
async function turn(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const reports = collectReportsInTime();

it('is compared with other libraries as the README says', async () => {
  const table = [['', ...Object.keys(libraries)]];
  for (const [row, does] of Object.entries(rows)) {
    const cells = [row];
    for (const library of Object.values(libraries)) {
      cells.push((await does(library)) ? 'yes' : '–');
    }
    table.push(cells);
  }
  expect(await reports()).toEqual([
    expect.objectContaining({ message: 'in a handler' }),
    expect.objectContaining({ message: 'in a handler' }),
  ]);
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const stated = readme
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf);
  const header = stated.findIndex((cells) => cells.join() === table[0]?.join());
  expect(stated.slice(header, header + table.length + 1).filter(([, cell]) => !cell?.startsWith('-'))).toEqual(table);
});

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
