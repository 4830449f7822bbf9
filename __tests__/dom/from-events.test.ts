import type { CDPSession, Page } from 'playwright-core';
import type * as core from 'rx-deferred';
import type * as dom from 'rx-deferred/dom';

import { setUp } from '../browser/set-up.js';

type Entries = typeof core & typeof dom;

jest.setTimeout(180_000);

const { open } = setUp();
let page: Page;
let devTools: CDPSession;
const errors: Error[] = [];

beforeAll(async () => {
  page = await open("export * from 'rx-deferred'; export * from 'rx-deferred/dom';");
  page.on('pageerror', (error) => errors.push(error));
  devTools = await page.context().newCDPSession(page);
});

beforeEach(() => {
  errors.length = 0;
});

/** Runs a function in the page: it sees nothing but its argument, and what a page has. */
function run<T>(body: (entries: Entries) => T | Promise<T>): Promise<T> {
  return page.evaluate<T>(`(${String(body)})(page)`);
}

/** Gives the types of the listeners that an object of the page has, as its developer tools list them. */
async function listenersOf(expression: string): Promise<string[]> {
  const { result } = await devTools.send('Runtime.evaluate', { expression });
  const { listeners } = await devTools.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
  return listeners.map(({ type }) => type);
}

describe('fromEvents()', () => {
  it('notifies of the events of progress, and resolves with that of done; the target is this', async () => {
    const log = await run(async ({ fromEvents }) => {
      const log: unknown[] = [];
      const reader = new FileReader();
      const text = fromEvents(reader, { done: 'load', fail: ['error', 'abort'], progress: ['loadstart', 'progress'] });
      text
        .progress(function (this: unknown, event) {
          log.push([event.type, event.loaded, this === reader]);
        })
        .done(function (this: unknown, event) {
          log.push([event.type, reader.result, this === reader, event.target === reader]);
        })
        .fail(() => log.push('fail'));
      reader.readAsText(new Blob(['abc']));
      log.push(text.state());
      await text;
      return log;
    });
    expect(log).toStrictEqual(['pending', ['loadstart', 0, true], ['progress', 3, true], ['load', 'abc', true, true]]);
  });

  it('settles by the first event, and hears no other', async () => {
    const log = await run(({ fromEvents }) => {
      const log: string[] = [];
      const target = new EventTarget();
      const promise = fromEvents(target, { done: ['a', 'b'], fail: 'c', progress: 'd' });
      promise.progress((event) => log.push(event.type)).always((...args) => log.push(String(args.length)));
      promise.done((event) => log.push(event.type));
      for (const type of ['other', 'd', 'b', 'a', 'c', 'd']) {
        target.dispatchEvent(new Event(type));
      }
      return [...log, promise.state()];
    });
    expect(log).toStrictEqual(['d', '1', 'b', 'resolved']);
  });

  it('takes the events that a predicate accepts, with the target as its this', async () => {
    const log = await run(async ({ fromEvents }) => {
      const { port1, port2 } = new MessageChannel();
      const log: unknown[] = [];
      const promise = fromEvents(port1, {
        done: {
          message(event: MessageEvent<number>) {
            log.push(this === port1);
            return event.data > 2;
          },
        },
        progress: { message: true },
      });
      promise.progress(({ data }) => log.push(data));
      port1.start();
      [1, 2, 3, 4].forEach((n) => {
        port2.postMessage(n);
      });
      const { data } = await promise;
      port1.close();
      return [...log, `done ${String(data)}`];
    });
    expect(log).toStrictEqual([1, true, 2, true, 3, true, 'done 3']);
  });

  it('asks progress first, then done, then fail, and nobody after the settlement', async () => {
    const log = await run(({ fromEvents }) => {
      const log: string[] = [];
      const ask = (name: string, answer: boolean) => () => {
        log.push(name);
        return answer;
      };
      const target = new EventTarget();
      const results = [true, false].map((isDone) =>
        fromEvents(target, {
          fail: { end: ask('fail', true) },
          done: { end: ask('done', isDone) },
          progress: { end: ask('progress', true) },
        }).progress(() => log.push('notified')),
      );
      target.dispatchEvent(new Event('end'));
      return [...log, ...results.map((promise) => promise.state())];
    });
    const first = ['progress', 'notified', 'done'];
    expect(log).toStrictEqual([...first, ...first, 'fail', 'resolved', 'rejected']);
  });

  it('rejects when a predicate throws, and removes its listeners', async () => {
    const log = await run(({ fromEvents }) => {
      const target = Object.assign(globalThis, { target: new EventTarget() }).target;
      return ['progress', 'done', 'fail'].map((channel) => {
        const error = new RangeError(channel);
        const promise = fromEvents(target, {
          done: 'never',
          [channel]: {
            end: () => {
              throw error;
            },
          },
        });
        const args: unknown[] = [];
        promise.fail((...list) => args.push(...list));
        target.dispatchEvent(new Event('end'));
        return [promise.state(), args.length, args[0] === error];
      });
    });
    expect(log).toStrictEqual(Array.from({ length: 3 }, () => ['rejected', 1, true]));
    expect(await listenersOf('target')).toStrictEqual([]);
  });

  it('makes an EventError of what a predicate throws that is no error', async () => {
    const log = await run(({ EventError, fromEvents }) => {
      const target = new EventTarget();
      const log: unknown[] = [];
      const promise = fromEvents(target, {
        done: {
          end: () => {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is the case
            throw 'a text';
          },
        },
      });
      promise.fail((error) => log.push(error instanceof EventError && error.event));
      target.dispatchEvent(new Event('end'));
      return log;
    });
    expect(log).toStrictEqual(['a text']);
  });

  it('has one listener for each name, though names stand in several channels', async () => {
    await run(({ fromEvents }) => {
      const target = new EventTarget();
      const promise = fromEvents(target, {
        done: { message: true, end: true },
        fail: ['message', 'error', 'error'],
        progress: { message: () => true },
      });
      Object.assign(globalThis, { target, promise });
    });
    expect((await listenersOf('target')).sort()).toStrictEqual(['end', 'error', 'message']);
    await page.evaluate('promise.abort(), undefined');
    expect(await listenersOf('target')).toStrictEqual([]);
  });

  it('removes the listeners before the handlers run', async () => {
    const log = await run(({ fromEvents }) => {
      const log: string[] = [];
      const target = new EventTarget();
      target.removeEventListener = (name: string) => log.push(`remove ${name}`);
      const promise = fromEvents(target, { done: 'a', fail: 'b' }).done(() => log.push('done'));
      target.dispatchEvent(new Event('a'));
      target.dispatchEvent(new Event('b'));
      return [...log, promise.state()];
    });
    expect(log).toStrictEqual(['remove a', 'remove b', 'done', 'resolved']);
  });

  it('hears of events within events', async () => {
    const log = await run(({ fromEvents }) => {
      const log: string[] = [];
      const target = new EventTarget();
      const dispatch = (type: string) => target.dispatchEvent(new Event(type));
      const promise = fromEvents(target, { done: 'done', fail: 'fail', progress: ['first', 'second'] });
      promise
        .progress(({ type }) => {
          log.push(`a ${type}`);
          if (type === 'first') {
            dispatch('second');
            dispatch('done');
            dispatch('fail');
          }
        })
        .progress(({ type }) => log.push(`b ${type}`))
        .done(({ type }) => {
          log.push(type);
          dispatch('done');
          dispatch('first');
        });
      dispatch('first');
      return [...log, promise.state()];
    });
    // The notification within another one waits for that, and is dropped at the settlement (S18).
    expect(log).toStrictEqual(['a first', 'done', 'b first', 'resolved']);
  });

  it('passes capture and passive to the target', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const parent = document.body.appendChild(document.createElement('div'));
      const child = parent.appendChild(document.createElement('p'));
      const dispatch = () => {
        const event = new Event('wheel', { cancelable: true });
        child.dispatchEvent(event);
        return event.defaultPrevented;
      };
      fromEvents(parent, { done: 'wheel' }).done(() => log.push('bubbles'));
      fromEvents(parent, { done: 'wheel' }, { capture: true, passive: true }).done((event) => {
        event.preventDefault();
        log.push('captured');
      });
      log.push(dispatch());
      fromEvents(parent, { done: 'wheel' }, { capture: true }).done((event) => {
        event.preventDefault();
      });
      log.push(dispatch());
      Object.assign(globalThis, { target: parent });
      return log;
    });
    expect(log).toStrictEqual(['captured', false, true]);
    // That which did not capture is left, for this event does not bubble.
    expect(await listenersOf('target')).toStrictEqual(['wheel']);
  });

  it('leaves no listener behind, with 1,000 promises and however they end', async () => {
    const states = await run(({ fromEvents }) => {
      const target = new EventTarget();
      const leave = new AbortController();
      const { signal } = leave;
      const promises = Array.from({ length: 1000 }, (_, i) => {
        const own = new EventTarget();
        const promise = fromEvents(
          target,
          { done: `done ${String(i)}`, fail: { [`fail ${String(i)}`]: true }, progress: ['progress', 'done'] },
          { signal, capture: i % 3 === 0 },
        );
        promise.until(fromEvents(own, { done: 'leave' }, { signal }));
        [
          () => target.dispatchEvent(new Event(`done ${String(i)}`)),
          () => target.dispatchEvent(new Event(`fail ${String(i)}`)),
          () => promise.abort(),
          () => own.dispatchEvent(new Event('leave')),
          () => undefined,
        ][i % 5]?.();
        return promise;
      });
      target.dispatchEvent(new Event('progress'));
      leave.abort();
      Object.assign(globalThis, { target, signal });
      return ['resolved', 'rejected'].map((state) => promises.filter((promise) => promise.state() === state).length);
    });
    expect(states).toStrictEqual([200, 800]);
    expect(await listenersOf('target')).toStrictEqual([]);
    expect(await listenersOf('signal')).toStrictEqual([]);
  });
});

describe('a rejection of fromEvents()', () => {
  it('has the error of the event first, and the event second', async () => {
    const seen = await run(async ({ fromEvents }) => {
      const error = new RangeError('far out');
      const promise = fromEvents(window, { fail: 'error' });
      const args = new Promise<unknown[]>((resolve) => {
        promise.fail((...list) => {
          resolve(list);
        });
      });
      reportError(error);
      const [first, event] = await args;
      return [first === error, event instanceof ErrorEvent];
    });
    expect(seen).toStrictEqual([true, true]);
    expect(errors.map(({ message }) => message)).toStrictEqual(['far out']);
  });

  it('has the error of the target of the event, and that of the target, if the event has none', async () => {
    const seen = await run(async ({ fromEvents }) => {
      const open = indexedDB.open('errors', 1);
      await fromEvents(open, { done: 'success', fail: 'error', progress: 'upgradeneeded' }).progress(() => {
        open.result.createObjectStore('all');
      });
      const transaction = open.result.transaction('all', 'readwrite');
      const store = transaction.objectStore('all');
      store.add('one', 1);
      const add = store.add('other', 1);
      const outcomes = [
        fromEvents(add, { fail: 'error' }),
        fromEvents(transaction, { fail: 'error' }),
        fromEvents(transaction, { fail: 'abort' }),
      ].map((promise) =>
        promise.then(undefined, (error: Error, event) => [error.name, error === add.error, event?.type]),
      );
      const seen = await Promise.all(outcomes);
      open.result.close();
      indexedDB.deleteDatabase('errors');
      return seen;
    });
    expect(seen).toStrictEqual([
      ['ConstraintError', true, 'error'],
      ['ConstraintError', true, 'error'],
      ['ConstraintError', true, 'abort'],
    ]);
  });

  it('has an error of its own if the target cannot be asked for one', async () => {
    const seen = await run(async ({ EventError, fromEvents }) => {
      const first = indexedDB.open('blocked', 1);
      await fromEvents(first, { done: 'success' });
      const second = indexedDB.open('blocked', 2);
      const seen = await fromEvents(second, { fail: 'blocked' }).then(undefined, (error: Error, event) => {
        let thrown: unknown;
        try {
          Object.is(second.error, null);
        } catch (error) {
          thrown = (error as Error).name;
        }
        return [thrown, error instanceof EventError && error.event === event, error.message];
      });
      first.result.close();
      await fromEvents(second, { done: 'success' });
      second.result.close();
      indexedDB.deleteDatabase('blocked');
      return seen;
    });
    expect(seen).toStrictEqual(['InvalidStateError', true, 'Got the event "blocked"']);
  });

  it('has an AbortError for abort, cancel and close', async () => {
    const seen = await run(async ({ fromEvents }) => {
      const reader = new FileReader();
      const animation = document.body.animate([], 1000);
      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.show();
      const promises = [
        fromEvents(reader, { fail: 'abort' }),
        fromEvents(animation, { fail: 'cancel' }),
        fromEvents(dialog, { fail: 'close' }),
        fromEvents(document.body, { fail: ['pointercancel', 'stalled'] }),
      ].map((promise) =>
        promise.then(undefined, (error: Error, event) => [
          error instanceof DOMException && error.name,
          event instanceof Event && event.type,
        ]),
      );
      reader.readAsText(new Blob(['abc']));
      reader.abort();
      animation.cancel();
      dialog.close();
      document.body.dispatchEvent(new PointerEvent('pointercancel'));
      return Promise.all(promises);
    });
    expect(seen).toStrictEqual(['abort', 'cancel', 'close', 'pointercancel'].map((type) => ['AbortError', type]));
  });

  it('has an EventError with the message and the cause of what is no error', async () => {
    // The browser reports what a worker throws by itself, before or after the event.
    const reported = page.waitForEvent('pageerror');
    const seen = await run(async ({ EventError, fromEvents }) => {
      const audio = new Audio('data:audio/wav;base64,AAAA');
      const worker = new Worker(URL.createObjectURL(new Blob(["throw new RangeError('in a worker')"])));
      const target = new EventTarget();
      const promises = [
        fromEvents(audio, { done: 'canplay', fail: 'error' }),
        fromEvents(worker, { done: 'message', fail: 'error' }),
        fromEvents(target, { fail: 'texts' }),
        fromEvents(target, { fail: 'stalled' }),
      ].map((promise) =>
        promise.then(undefined, (error: Error, event) => [
          error instanceof EventError && error.event === event,
          error.message,
          Object.prototype.toString.call(error.cause),
          String(error).startsWith('EventError: '),
        ]),
      );
      target.dispatchEvent(Object.assign(new Event('texts'), { error: 'not-allowed' }));
      target.dispatchEvent(new Event('stalled'));
      return Promise.all(promises);
    });
    expect(seen).toStrictEqual([
      [true, expect.stringContaining('DEMUXER_ERROR'), '[object MediaError]', true],
      [true, 'Uncaught RangeError: in a worker', '[object Undefined]', true],
      [true, 'Got the event "texts"', '[object String]', true],
      [true, 'Got the event "stalled"', '[object Undefined]', true],
    ]);
    await reported;
    expect(errors.map(({ message }) => message)).toStrictEqual(['in a worker']);
  });

  it('recognises an error of another realm', async () => {
    const seen = await run(async ({ fromEvents }) => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const inner = frame.contentWindow as Window & { readonly TypeError: ErrorConstructor };
      const error = new inner.TypeError('inside');
      const event = Object.assign(new Event('failure'), { error });
      const promise = fromEvents(inner, { fail: 'failure' }).catch((reason) => [
        reason === error,
        reason instanceof Error,
      ]);
      inner.dispatchEvent(event);
      const seen = await promise;
      frame.remove();
      return seen;
    });
    expect(seen).toStrictEqual([true, false]);
  });

  it('settles even if the event cannot be read', async () => {
    const seen = await run(({ fromEvents }) => {
      const target = new EventTarget();
      const promise = fromEvents(target, { fail: 'hostile' });
      const seen: unknown[] = [];
      promise.fail((error) => seen.push(error.message));
      const event = new Event('hostile');
      Object.defineProperty(event, 'message', {
        get() {
          throw new Error('no message');
        },
      });
      target.dispatchEvent(event);
      return [...seen, promise.state()];
    });
    expect(seen).toStrictEqual(['no message', 'rejected']);
  });
});

describe('an abort of fromEvents()', () => {
  it('rejects with the reason, removes the listeners and then ends the work, whose events it does not hear', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const reader = new FileReader();
      reader.readAsText(new Blob(['abc']));
      const promise = fromEvents(
        reader,
        { done: 'load', fail: ['error', 'abort', 'loadend'] },
        {
          abort(reason) {
            log.push(`abort ${String(reason)}`, promise.state());
            reader.abort();
          },
        },
      );
      reader.addEventListener('abort', () => log.push('aborted'));
      promise.fail((error) => log.push(`fail ${String(error)}`));
      promise.abort('enough').abort('again');
      log.push(promise.outcome());
      return log;
    });
    expect(log).toStrictEqual([
      'fail enough',
      'abort enough',
      'rejected',
      'aborted',
      { state: 'rejected', args: ['enough'], context: undefined },
    ]);
  });

  it('gives the AbortError of the platform, if there is no reason', async () => {
    const names = await run(({ fromEvents }) => {
      const names: unknown[] = [];
      const abort = (reason: unknown) => names.push(reason instanceof DOMException && reason.name);
      fromEvents(document, { done: 'never' }, { abort }).abort().fail(abort);
      return names;
    });
    expect(names).toStrictEqual(['AbortError', 'AbortError']);
  });

  it('happens when the last consumer leaves, and not before', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const leave = [new AbortController(), new AbortController()];
      const target = new EventTarget();
      const promise = fromEvents(target, { done: 'done' }, { abort: (reason) => log.push(reason) });
      for (const { signal } of leave) {
        promise.then(() => 1).until(signal);
      }
      leave[0]?.abort('first');
      log.push(promise.state());
      leave[1]?.abort('second');
      return [...log, promise.state()];
    });
    expect(log).toStrictEqual(['pending', 'second', 'rejected']);
  });

  it('ends no work that has ended by an event', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const controller = new AbortController();
      const { signal } = controller;
      const target = new EventTarget();
      const settle = ['done', 'fail', 'throw'].map((type) => {
        const promise = fromEvents(
          target,
          {
            done: {
              done: true,
              throw: () => {
                throw new Error('thrown');
              },
            },
            fail: 'fail',
          },
          { signal, abort: () => log.push('abort') },
        );
        promise.until(signal);
        // A handler that aborts comes too late.
        promise.always(() => promise.abort());
        target.dispatchEvent(new Event(type));
        return promise;
      });
      controller.abort();
      for (const promise of settle) {
        promise.abort();
      }
      return [...log, ...settle.map((promise) => promise.state())];
    });
    expect(log).toStrictEqual(['resolved', 'rejected', 'rejected']);
  });

  it('may come from the option abort, from a predicate and from a handler', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const target = new EventTarget();
      const inOption = fromEvents(
        target,
        { done: 'a', fail: 'end' },
        {
          abort(reason) {
            log.push(reason);
            inOption.abort('again');
            target.dispatchEvent(new Event('end'));
          },
        },
      );
      inOption.abort('option');
      const inPredicate = fromEvents(
        target,
        {
          done: {
            a() {
              inPredicate.abort('predicate');
              return true;
            },
          },
        },
        { abort: (reason) => log.push(reason) },
      );
      const inHandler = fromEvents(target, { progress: 'a', done: 'a' }, { abort: (reason) => log.push(reason) });
      inHandler.progress(() => inHandler.abort('handler'));
      target.dispatchEvent(new Event('a'));
      return [...log, ...[inOption, inPredicate, inHandler].map((promise) => promise.outcome())];
    });
    const reasons = ['option', 'predicate', 'handler'];
    expect(log).toStrictEqual([
      ...reasons,
      ...reasons.map((reason) => ({ state: 'rejected', args: [reason], context: undefined })),
    ]);
  });

  it('reports an error of the option abort, and rejects with its reason all the same', async () => {
    const state = await run(({ fromEvents }) => {
      const promise = fromEvents(
        document,
        { done: 'never' },
        {
          abort() {
            throw new Error('cannot end');
          },
        },
      );
      return new Promise((resolve) => {
        promise.abort();
        setTimeout(() => {
          resolve(promise.state());
        });
      });
    });
    expect(state).toBe('rejected');
    expect(errors.map(({ message }) => message)).toStrictEqual(['cannot end']);
  });
});

describe('a signal of fromEvents()', () => {
  it('that has aborted adds nothing, and ends the work', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const target = new EventTarget();
      target.addEventListener = (name: string) => log.push(name);
      const signal = AbortSignal.abort('over');
      const promise = fromEvents(target, { done: 'a', fail: 'b' }, { signal, abort: (reason) => log.push(reason) });
      return [...log, promise.outcome()];
    });
    expect(log).toStrictEqual(['over', { state: 'rejected', args: ['over'], context: undefined }]);
  });

  it('that aborts later, in an event too, aborts the promise', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const target = Object.assign(globalThis, { target: new EventTarget() }).target;
      const controller = new AbortController();
      const { signal } = controller;
      const promise = fromEvents(
        target,
        { done: 'done', progress: 'progress' },
        { signal, abort: (reason) => log.push(`abort ${String(reason)}`) },
      );
      promise
        .progress(() => {
          controller.abort('in the middle');
          target.dispatchEvent(new Event('done'));
        })
        .always((...args) => log.push(...args));
      target.dispatchEvent(new Event('progress'));
      return [...log, promise.state()];
    });
    expect(log).toStrictEqual(['in the middle', 'abort in the middle', 'rejected']);
    expect(await listenersOf('target')).toStrictEqual([]);
  });
});

describe('a target of fromEvents()', () => {
  it.each([
    ['before', 'a'],
    ['before', 'b'],
    ['after', 'a'],
    ['after', 'b'],
  ])('may emit %s it has added the listener of %s', async (when, name) => {
    await page.evaluate(`window.emit = ${JSON.stringify({ when, name })}`);
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      const { when, name } = (globalThis as unknown as { emit: { when: string; name: string } }).emit;
      class Eager extends EventTarget {
        override addEventListener(type: string, listener: EventListener) {
          log.push(type);
          if (when === 'before') {
            this.emit(type);
          }
          super.addEventListener(type, listener);
          if (when === 'after') {
            this.emit(type);
          }
        }
        emit(type: string) {
          if (type === name) {
            this.dispatchEvent(new Event('a'));
          }
        }
      }
      const target = new Eager();
      const promise = fromEvents(target, { done: ['a', 'b', 'c'] });
      log.push(promise.state());
      promise.abort();
      Object.assign(globalThis, { target });
      return log;
    });
    const settles = when === 'after' || name === 'b';
    expect(log).toStrictEqual(['a', 'b', 'c', settles ? 'resolved' : 'pending']);
    expect(await listenersOf('target')).toStrictEqual([]);
  });

  it('that throws while listeners are added leaves none at the signal, and ends no work', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      class Broken extends EventTarget {
        override addEventListener(type: string, listener: EventListener) {
          super.addEventListener(type, listener);
          if (type === 'b') {
            throw new RangeError('no more');
          }
        }
      }
      const target = new Broken();
      const controller = new AbortController();
      const { signal } = controller;
      const abort = () => log.push('abort');
      try {
        fromEvents(target, { done: ['a', 'b', 'c'] }, { signal, abort });
      } catch (error) {
        log.push(String(error));
      }
      Object.assign(globalThis, { signal });
      return log;
    });
    expect(log).toStrictEqual(['RangeError: no more']);
    expect(await listenersOf('signal')).toStrictEqual([]);
  });

  it('that throws while listeners are removed loses the others, and the error is reported', async () => {
    const log = await run(({ fromEvents }) => {
      const log: unknown[] = [];
      class Broken extends EventTarget {
        override removeEventListener(type: string, listener: EventListener) {
          if (type === 'a') {
            throw new RangeError('stays');
          }
          super.removeEventListener(type, listener);
        }
      }
      const target = new Broken();
      const promise = fromEvents(target, { done: ['a', 'b', 'c'] }).done(() => log.push('done'));
      return new Promise<unknown[]>((resolve) => {
        target.dispatchEvent(new Event('b'));
        Object.assign(globalThis, { target });
        setTimeout(() => {
          resolve([...log, promise.state()]);
        });
      });
    });
    expect(log).toStrictEqual(['done', 'resolved']);
    expect(errors.map(({ message }) => message)).toStrictEqual(['stays']);
    expect(await listenersOf('target')).toStrictEqual(['a']);
  });
});
