import { Deferred } from 'rx-deferred';
import { held, survivors } from './support/memory.js';

/** Handlers of all kinds, on one deferred. */
function handlersOf(d: ReturnType<typeof Deferred>): Record<string, WeakRef<object>> {
  return {
    done: held((handler) => d.done(handler)),
    'done again': held((handler) => d.done(handler)),
    fail: held((handler) => d.fail(handler)),
    'fail again': held((handler) => d.fail(handler)),
    always: held((handler) => d.always(handler)),
    'always again': held((handler) => d.always(handler, handler)),
    progress: held((handler) => d.progress(handler)),
    'progress again': held((handler) => d.progress([handler])),
    'then fulfilled': held((handler) => d.then(handler)),
    'then rejected': held((handler) => d.then(null, handler)),
    'then progress': held((handler) => d.then(null, null, handler)),
    catch: held((handler) => d.catch(handler)),
    finally: held((handler) => d.finally(handler)),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    pipe: held((handler) => d.pipe(handler, handler, handler)),
    'of the promise': held((handler) => d.promise().done(handler).fail(handler).progress(handler)),
  };
}

describe('a pending deferred', () => {
  it('keeps its handlers, and so does its promise: the tests below can fail (S7)', async () => {
    const d = Deferred();
    const refs = handlersOf(d);
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    expect(d.state()).toBe('pending');
  });

  it('keeps its handlers after a notification (S7)', async () => {
    const d = Deferred().notify(1);
    const refs = handlersOf(d);
    d.notify(2);
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    expect(d.state()).toBe('pending');
  });

  it('releases the arguments and the context of all notifications but the last (S7)', async () => {
    const d = Deferred().progress(() => undefined);
    const notify = () => {
      const value = {};
      d.notifyWith(value, [value]);
      return new WeakRef(value);
    };
    const refs = { first: notify(), second: notify(), last: notify() };
    expect(await survivors(refs)).toStrictEqual(['last']);
    expect(d.state()).toBe('pending');
  });

  it('releases init (S7)', async () => {
    let d: ReturnType<typeof Deferred> | undefined;
    const refs = { init: held((init) => (d = Deferred(init))) };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d?.state()).toBe('pending');
  });
});

describe.each([
  ['resolved', 'resolve'],
  ['rejected', 'reject'],
] as const)('a deferred that is %s', (state, settle) => {
  it('releases its handlers of all channels (S7)', async () => {
    const d = Deferred();
    const refs = handlersOf(d);
    d[settle](1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases a handler that is alone on its channel (S7)', async () => {
    const listens: ((d: ReturnType<typeof Deferred>, handler: () => void) => unknown)[] = [
      (d, handler) => d.done(handler),
      (d, handler) => d.fail(handler),
      (d, handler) => d.always(handler),
      (d, handler) => d.progress(handler),
      (d, handler) => d.then(handler),
      (d, handler) => d.catch(handler),
      (d, handler) => d.finally(handler),
    ];
    const deferreds = listens.map((listen) => ({ listen, d: Deferred() }));
    const refs = Object.fromEntries(deferreds.map(({ listen, d }, i) => [i, held((handler) => listen(d, handler))]));
    for (const { d } of deferreds) {
      d[settle](1);
    }
    expect(await survivors(refs)).toStrictEqual([]);
    expect(deferreds.map(({ d }) => d.state())).toStrictEqual(listens.map(() => state));
  });

  it('releases its handlers after notifications (S7)', async () => {
    const d = Deferred().notify(1);
    const refs = handlersOf(d);
    d.notify(2)[settle](3);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases its handlers when it is settled by a progress handler (S7)', async () => {
    const d = Deferred();
    const refs = handlersOf(d);
    d.progress((n) => n === 1 && d.notify(9)[settle]());
    d.notify(1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases its handlers when a derived promise is held (S7)', async () => {
    const d = Deferred();
    const derived: unknown[] = [];
    const refs = {
      fulfilled: held((handler) => derived.push(d.then(handler))),
      rejected: held((handler) => derived.push(d.catch(handler))),
      finally: held((handler) => derived.push(d.finally(handler))),
    };
    d[settle](1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(derived).toHaveLength(3);
  });

  it('releases the promises that were made of it (S7)', async () => {
    const d = Deferred();
    const refs = {
      then: new WeakRef(d.then()),
      'then again': new WeakRef(d.then(() => undefined)),
      catch: new WeakRef(d.catch()),
      finally: new WeakRef(d.finally(() => undefined)),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
      pipe: new WeakRef(d.pipe()),
    };
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    d[settle](1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases init (S7)', async () => {
    let d: ReturnType<typeof Deferred> | undefined;
    const refs = { init: held((init) => (d = Deferred(init)[settle]())) };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d?.state()).toBe(state);
  });

  it('leaves no trace of getErrorHook with a promise of then(), once that is settled (S24)', async () => {
    const d = Deferred();
    const traces: WeakRef<object>[] = [];
    Deferred.getErrorHook = () => {
      const trace = {};
      traces.push(new WeakRef(trace));
      return trace;
    };
    const derived = d.then(() => 1).catch(() => 2);
    d[settle]();
    await derived;
    delete Deferred.getErrorHook;
    expect(traces).toHaveLength(3);
    expect(await survivors(Object.fromEntries(traces.entries()))).toStrictEqual([]);
    expect(derived.state()).toBe('resolved');
  });

  it('keeps no late handler, with notifications before it or without (S7)', async () => {
    const quiet = Deferred()[settle](1);
    const d = Deferred().notify(1)[settle](2);
    const [quietRefs, refs] = [handlersOf(quiet), handlersOf(d)];
    expect(await survivors(refs)).toStrictEqual([]);
    expect(Object.keys(quietRefs).filter((name) => quietRefs[name]?.deref() !== undefined)).toStrictEqual([]);
    expect([quiet.state(), d.state()]).toStrictEqual([state, state]);
  });

  it('keeps its arguments and its context for those who come late (S7)', async () => {
    const d = Deferred();
    const settleWith = () => {
      const value = {};
      const context = {};
      d[`${settle}With`](context, [value]);
      return { value: new WeakRef(value), context: new WeakRef(context) };
    };
    expect(await survivors(settleWith())).toStrictEqual(['value', 'context']);
    expect(d.state()).toBe(state);
  });
});
