import { Deferred } from 'rx-deferred';
import { traceDeferreds } from 'rx-deferred/trace';
import { survivors } from '../support/memory.js';
import { drainMicrotasks } from '../support/turn.js';

const ignore = (): void => undefined;

const refsOf = (objects: Record<string, object>): Record<string, WeakRef<object>> =>
  Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, new WeakRef(object)]));

describe('the tracing of deferreds', () => {
  it('holds no deferred, no value and no handler', async () => {
    let count = 0;
    const stop = traceDeferreds(() => count++);
    const create = () => {
      const [value, handler] = [{}, () => undefined];
      const settled = Deferred<object>().done(handler).resolve(value);
      const pending = Deferred().done(handler);
      return refsOf({ value, handler, settled, pending, derived: pending.then(handler) });
    };
    const refs = create();

    expect(await survivors(refs)).toStrictEqual([]);
    expect(count).toBeGreaterThan(5);
    stop();
  });

  it('holds no handler of a deferred that has settled (S7)', async () => {
    const stop = traceDeferreds(ignore);
    const d = Deferred<number>();
    const add = () => {
      const handlers = { done: () => undefined, fail: () => undefined, progress: () => undefined };
      d.done(handlers.done).fail(handlers.fail).progress(handlers.progress);
      return refsOf(handlers);
    };
    const refs = add();
    d.resolve(1);

    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe('resolved');
    stop();
  });

  it('holds no value of a source that a promise waits for no longer', async () => {
    const stop = traceDeferreds(ignore);
    const inner = Deferred<number>();
    const derive = () => {
      const source = Deferred<object>();
      const derived = source.then(() => inner);
      const value = {};
      source.resolve(value);
      return { derived, refs: refsOf({ value }) };
    };
    const { derived, refs } = derive();
    await drainMicrotasks();

    expect(await survivors(refs)).toStrictEqual([]);
    expect(derived.state()).toBe('pending');
    stop();
  });

  it('holds no deferred that only names', async () => {
    const trace = () => {
      const d = Deferred();
      return { stop: traceDeferreds(ignore, { only: { d } }), refs: refsOf({ d }) };
    };
    const { refs, stop } = trace();

    expect(await survivors(refs)).toStrictEqual([]);
    stop();
  });

  it('holds no listener when it has ended, even if a deferred is pending that was traced', async () => {
    const pending = Deferred();
    const trace = () => {
      const listener = (): void => undefined;
      const stop = traceDeferreds(listener);
      pending.done(ignore).progress(ignore);
      stop();
      return refsOf({ listener });
    };
    const refs = trace();

    expect(await survivors(refs)).toStrictEqual([]);
    expect(pending.state()).toBe('pending');
  });
});
