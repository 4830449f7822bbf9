import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { config, Subject } from 'rxjs';
import { Deferred, oneShot, toDeferred, when } from 'rx-deferred';
import { abortError } from '../support/lifetime.js';
import { outcomeNow, outcomeOf, recorder } from '../support/recorder.js';
import { collectReportsInTime } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReportsInTime();

const failure = new Error('failed');

/** An async iterable that is given each result of `next()`, and counts the calls of its iterator. */
function pulled(ending: { return?: () => unknown } = {}) {
  const log: string[] = [];
  const reads: { resolve(result: unknown): void; reject(error: unknown): void }[] = [];
  const iterator: Record<string, unknown> = {
    next: () => {
      log.push('next');
      return new Promise((resolve, reject) => reads.push({ resolve, reject }));
    },
    return: () => {
      log.push('return');
      return Promise.resolve({ done: true });
    },
    ...ending,
  };
  const input = { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<number>;
  const answer = async (value: number) => {
    reads.shift()?.resolve({ done: false, value });
    await drainMicrotasks();
  };
  return { input, iterator, log, reads, answer };
}

/** A stream that records how it is cancelled, and its controller. */
function streamed(type?: 'bytes', cancel: (reason: unknown) => unknown = () => undefined) {
  const cancelled = recorder();
  const parts: ReadableStreamDefaultController<unknown>[] = [];
  const source = {
    type,
    start: (controller: ReadableStreamDefaultController<unknown>) => void parts.push(controller),
    cancel: (reason: unknown) => {
      cancelled();
      return cancel(reason);
    },
  };
  const stream = new ReadableStream<unknown>(source as UnderlyingDefaultSource<unknown>);
  const [controller] = parts;
  if (!controller) {
    throw new Error('not started');
  }
  return { stream, cancelled, controller };
}

/** Ways to abort the promise of a source. */
const aborts: [how: string, follow: (input: AsyncIterable<unknown>) => () => void][] = [
  [
    'abort()',
    (input) => {
      const promise = toDeferred(input);
      return () => void promise.abort();
    },
  ],
  [
    'a signal',
    (input) => {
      const controller = new AbortController();
      toDeferred(input, { signal: controller.signal });
      return () => {
        controller.abort();
      };
    },
  ],
  [
    'the end of the last branch',
    (input) => {
      const stop = new Subject<void>();
      toDeferred(input).until(stop);
      return () => {
        stop.next();
      };
    },
  ],
];

describe.each(aborts)('an async iterable that is ended by %s', (_, follow) => {
  it('is ended by return() at once, while next() is pending (S40)', async () => {
    const { input, log, answer } = pulled();
    const end = follow(input);
    expect(log).toStrictEqual(['next']);
    end();
    expect(log).toStrictEqual(['next', 'return']);
    end();
    await answer(1);
    expect(log).toStrictEqual(['next', 'return']);
  });

  it('is ended by cancel() at once, and not locked any more, if it is a stream (S40)', () => {
    const { stream, cancelled } = streamed();
    const end = follow(stream);
    expect([stream.locked, cancelled.calls.length]).toStrictEqual([true, 0]);
    end();
    expect([stream.locked, cancelled.calls.length]).toStrictEqual([false, 1]);
  });

  it('is destroyed at once, if it is a stream of Node.js (S40)', async () => {
    const stream = new Readable({ read: () => undefined });
    const end = follow(stream);
    await drainMicrotasks();
    end();
    expect(stream.destroyed).toBe(true);
    await once(stream, 'close');
  });
});

describe('an async iterable as a source', () => {
  it('has no further value after an abort, and no further read (S40)', async () => {
    const { input, log, answer } = pulled();
    const progress = recorder();
    const promise = toDeferred(input).progress(progress);
    await answer(1);
    promise.abort('enough');
    await answer(2);
    expect(progress.calls).toStrictEqual([[1]]);
    expect(log).toStrictEqual(['next', 'next', 'return']);
    expect(outcomeNow(promise).args).toStrictEqual(['enough']);
  });

  it('is ended by an abort within a notification, before the next read (S40)', async () => {
    const { input, log, answer } = pulled();
    const promise = toDeferred(input);
    promise.progress(() => promise.abort('enough'));
    await answer(1);
    expect(log).toStrictEqual(['next', 'return']);
    expect(outcomeNow(promise).args).toStrictEqual(['enough']);
  });

  it('is ended by an abort within the first read (S40)', async () => {
    const controller = new AbortController();
    const { input, iterator, log, reads } = pulled();
    const { next } = iterator as { next: () => unknown };
    iterator['next'] = () => {
      controller.abort('enough');
      return next();
    };
    const promise = toDeferred(input, { signal: controller.signal });
    expect(log).toStrictEqual(['next', 'return']);
    reads[0]?.resolve({ done: true });
    await drainMicrotasks();
    expect(outcomeNow(promise).args).toStrictEqual(['enough']);
  });

  it('is not touched when the signal is aborted already (S40)', () => {
    const open = jest.fn();
    const signal = AbortSignal.abort('gone');
    toDeferred({ [Symbol.asyncIterator]: open } as never, { signal });
    const { stream } = streamed();
    toDeferred(stream, { signal });
    expect(open).not.toHaveBeenCalled();
    expect(stream.locked).toBe(false);
  });

  it('is read to its end without return() (S40)', async () => {
    const { input, log, reads, answer } = pulled();
    const promise = toDeferred(input);
    await answer(1);
    reads.shift()?.resolve({ done: true, value: 'ignored' });
    await drainMicrotasks();
    expect(outcomeNow(promise)).toMatchObject({ state: 'resolved', args: [1] });
    promise.abort();
    expect(log).toStrictEqual(['next', 'next']);
  });

  it('rejects with the error of next(), without return() (S40)', async () => {
    const { input, log, reads } = pulled();
    const promise = toDeferred(input);
    reads.shift()?.reject(failure);
    await drainMicrotasks();
    expect(outcomeNow(promise)).toMatchObject({ state: 'rejected', args: [failure] });
    promise.abort();
    expect(log).toStrictEqual(['next']);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'next() throws',
      {
        next() {
          throw failure;
        },
      },
    ],
    [
      'the result cannot be read',
      {
        next: () => ({
          get done() {
            throw failure;
          },
        }),
      },
    ],
  ])('rejects without return() when %s (S40)', async (_, methods) => {
    const { input, log } = pulled(methods);
    expect(await outcomeOf(toDeferred(input))).toMatchObject({ state: 'rejected', args: [failure] });
    expect(log).toStrictEqual([]);
  });

  it.each([undefined, 5, 'text'])('rejects with a TypeError when next() gives %p (S40)', async (result) => {
    const { input, log } = pulled({ next: () => result } as object);
    const { args } = await outcomeOf(toDeferred(input));
    expect(args[0]).toBeInstanceOf(TypeError);
    expect(log).toStrictEqual([]);
  });

  it('may give results that are no promises (S40)', async () => {
    const results = [
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: 3 },
    ];
    const { input } = pulled({ next: () => results.shift() } as object);
    expect(await outcomeOf(toDeferred(input))).toMatchObject({ state: 'resolved', args: [2] });
  });

  it('may have no return() (S40)', async () => {
    const { input, iterator } = pulled();
    iterator['return'] = undefined;
    const promise = toDeferred(input).abort('stop');
    expect(outcomeNow(promise).args).toStrictEqual(['stop']);
    expect(await reports()).toStrictEqual([]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw failure;
      },
    ],
    ['rejects', () => Promise.reject(failure)],
  ])('has the error reported when return() %s, and rejects with the reason (S40)', async (_, ending) => {
    const { input } = pulled({ return: ending });
    const promise = toDeferred(input);
    expect(() => promise.abort('stop')).not.toThrow();
    expect(outcomeNow(promise).args).toStrictEqual(['stop']);
    await drainMicrotasks();
    expect(await reports()).toStrictEqual([failure]);
  });

  it('rejects when its iterator cannot be had (S40)', () => {
    const input = {
      [Symbol.asyncIterator]() {
        throw failure;
      },
    };
    expect(outcomeNow(toDeferred(input))).toMatchObject({ state: 'rejected', args: [failure] });
  });

  it('runs the finally of a generator that waits for a value (S40)', async () => {
    const { log, wait } = { log: [] as string[], wait: Deferred<void>() };
    async function* generate() {
      try {
        yield 1;
        await wait;
        yield 2;
      } finally {
        log.push('closed');
      }
    }
    const progress = recorder();
    const promise = toDeferred(generate()).progress(progress);
    await drainMicrotasks();
    promise.abort();
    // A generator cannot be ended within an await: return() waits for it.
    expect(log).toStrictEqual([]);
    wait.resolve();
    await drainMicrotasks();
    expect(log).toStrictEqual(['closed']);
    expect(progress.calls).toStrictEqual([[1]]);
  });

  it('is ended when a combined promise or a one-shot no longer waits for it', async () => {
    const [loser, work] = [streamed(), streamed()];
    const race = when.race([loser.stream, 1]);
    expect([race.state(), loser.stream.locked, loser.cancelled.calls.length]).toStrictEqual(['resolved', false, 0]);
    const controller = new AbortController();
    const shot = oneShot(() => toDeferred(work.stream)).get({ signal: controller.signal });
    controller.abort();
    expect([shot.state(), work.stream.locked, work.cancelled.calls.length]).toStrictEqual(['rejected', false, 1]);
    await drainMicrotasks();
  });

  it('is a promise if it is one too, as with RxJS', async () => {
    const { input, log } = pulled();
    const both = Object.assign(Promise.resolve(3), input);
    expect(await outcomeOf(toDeferred(both))).toMatchObject({ args: [3] });
    expect(log).toStrictEqual([]);
  });
});

describe.each([[undefined], ['bytes' as const]])('a ReadableStream of the type %p', (type) => {
  it('resolves with its last value, and is not locked any more then (S40)', async () => {
    const { stream, controller, cancelled } = streamed(type);
    const locked: boolean[] = [];
    const promise = toDeferred(stream).done(() => locked.push(stream.locked));
    controller.enqueue(new Uint8Array([1]));
    controller.close();
    expect(await outcomeOf(promise)).toMatchObject({ state: 'resolved', args: [new Uint8Array([1])] });
    expect([locked, cancelled.calls]).toStrictEqual([[false], []]);
  });

  it('rejects with its error, and is not locked any more then (S40)', async () => {
    const { stream, controller, cancelled } = streamed(type);
    const locked: boolean[] = [];
    const promise = toDeferred(stream).fail(() => locked.push(stream.locked));
    controller.error(failure);
    expect(await outcomeOf(promise)).toMatchObject({ state: 'rejected', args: [failure] });
    expect([locked, cancelled.calls]).toStrictEqual([[false], []]);
  });

  it('rejects if it is locked already, and is left alone (S40)', async () => {
    const { stream, controller, cancelled } = streamed(type);
    const reader = stream.getReader();
    const { state, args } = outcomeNow(toDeferred(stream));
    expect([state, args]).toMatchObject(['rejected', [{ name: 'TypeError' }]]);
    expect(stream.locked).toBe(true);
    controller.enqueue(new Uint8Array([1]));
    await expect(reader.read()).resolves.toMatchObject({ done: false });
    expect(cancelled.calls).toStrictEqual([]);
  });

  it('has what its cancel() rejects with reported (S40)', async () => {
    const { stream } = streamed(type, () => Promise.reject(failure));
    const promise = toDeferred(stream).abort('stop');
    await drainMicrotasks();
    expect(await reports()).toStrictEqual([failure]);
    expect(outcomeNow(promise).args).toStrictEqual(['stop']);
  });

  it('has nothing reported when the same signal has broken it, as that of a fetch does (S40)', async () => {
    const { stream, controller, cancelled } = streamed(type);
    const abort = new AbortController();
    abort.signal.addEventListener('abort', () => {
      controller.error(abort.signal.reason);
    });
    const promise = toDeferred(stream, { signal: abort.signal });
    abort.abort(failure);
    await drainMicrotasks();
    expect(await reports()).toStrictEqual([]);
    expect([outcomeNow(promise).args, stream.locked, cancelled.calls]).toStrictEqual([[failure], false, []]);
  });
});

describe('a stream', () => {
  it('is read by its reader, since its async iterator would end only after the next value (S40)', () => {
    const { stream } = streamed();
    const iterate = jest.fn();
    toDeferred(Object.assign(stream, { [Symbol.asyncIterator]: iterate })).abort();
    expect(iterate).not.toHaveBeenCalled();
  });

  it('ends the writable side too, if it transforms (S40)', async () => {
    const { readable, writable } = new TransformStream<number, number>();
    const progress = recorder();
    const promise = toDeferred(readable).progress(progress);
    const writer = writable.getWriter();
    await writer.write(1);
    promise.abort();
    await drainMicrotasks();
    const refused = () => 'refused';
    await expect(writer.write(2).catch(refused)).resolves.toBe('refused');
    await expect(writer.closed.catch(refused)).resolves.toBe('refused');
    expect(progress.calls).toStrictEqual([[1]]);
  });

  it('is unlocked after an abort in a notification, and cancelled (S40)', async () => {
    const { stream, controller, cancelled } = streamed();
    const promise = toDeferred(stream);
    promise.progress(() => promise.abort('enough'));
    controller.enqueue(1);
    controller.enqueue(2);
    await drainMicrotasks();
    expect([stream.locked, cancelled.calls.length]).toStrictEqual([false, 1]);
  });

  it('of Node.js resolves with its last value, and rejects with its error (S40)', async () => {
    expect(await outcomeOf(toDeferred(Readable.from([1, 2])))).toMatchObject({ args: [2] });
    const broken = new PassThrough({ objectMode: true });
    const promise = toDeferred(broken);
    broken.destroy(failure);
    expect(await outcomeOf(promise)).toMatchObject({ state: 'rejected', args: [failure] });
  });

  it('is not destroyed if it is no stream, and need not have a method for that', async () => {
    const destroy = recorder();
    for (const extra of [{ destroy }, { pipe: () => undefined }]) {
      const { input, log } = pulled();
      toDeferred(Object.assign(input, extra)).abort();
      await drainMicrotasks();
      expect(log).toStrictEqual(['next', 'return']);
    }
    expect(destroy.calls).toStrictEqual([]);
    expect(await reports()).toStrictEqual([]);
  });

  it('of Node.js is not destroyed by us if its end does not destroy it (S40)', async () => {
    const stream = new Readable({ read: () => undefined, autoDestroy: false });
    stream.push(null);
    await toDeferred(stream);
    expect(stream.destroyed).toBe(false);
  });
});

describe('the body of a fetch', () => {
  it('has its connection closed by an abort, between two chunks (S40)', async () => {
    const server = createServer((_, response) => {
      response.write('part');
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const closed = once(server, 'connection').then(([socket]) => once(socket as PassThrough, 'close'));
      const response = await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
      const body = response.body as ReadableStream<Uint8Array>;
      const first = Deferred<Uint8Array>();
      const promise = toDeferred(body).progress((chunk) => void first.resolve(chunk as Uint8Array));
      expect(Buffer.from(await first).toString()).toBe('part');
      promise.abort();
      expect([promise.state(), body.locked]).toStrictEqual(['rejected', false]);
      await closed;
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('has nothing reported when the signal of the fetch aborts both (S40)', async () => {
    const server = createServer((_, response) => {
      response.write('part');
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { signal, abort } = ((controller) => ({
        signal: controller.signal,
        abort: () => {
          controller.abort();
        },
      }))(new AbortController());
      const response = await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, { signal });
      const promise = toDeferred(response.body as ReadableStream<Uint8Array>, { signal });
      abort();
      expect(outcomeNow(promise).args).toMatchObject([abortError]);
      await drainMicrotasks();
      expect(config.onUnhandledError).not.toBeNull();
      expect(await reports()).toStrictEqual([]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
