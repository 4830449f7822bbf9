import { execFileSync, spawn } from 'node:child_process';
import { EventEmitter, getEventListeners } from 'node:events';
import { createReadStream } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';
import { MessageChannel, Worker } from 'node:worker_threads';

import { Deferred } from 'rx-deferred';
import { EventError, fromEvents } from 'rx-deferred/dom';

import { jQuerys } from '../jquery/jquerys.js';
import { collectReportsInTime } from '../support/reported-errors.js';
import { recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';
import { collectUnhandled } from '../support/unhandled.js';

const reports = collectReportsInTime();
const unhandled = collectUnhandled();

describe('fromEvents() of an EventEmitter', () => {
  it('resolves and notifies with all arguments, and the emitter is this', () => {
    const emitter = new EventEmitter();
    const [done, progress] = [recorder(), recorder()];
    fromEvents(emitter, { done: 'done', progress: 'step' }).progress(progress).done(done);
    emitter.emit('step', 1, 'a');
    emitter.emit('step');
    emitter.emit('done', 2, 'b', null);
    expect(progress.calls).toStrictEqual([[1, 'a'], []]);
    expect(done.calls).toStrictEqual([[2, 'b', null]]);
    expect([...progress.contexts, ...done.contexts]).toStrictEqual([emitter, emitter, emitter]);
  });

  it('rejects with all arguments, behind an error if the first one is none', () => {
    const emitter = new EventEmitter();
    const fail = recorder();
    const error = new RangeError('far');
    fromEvents(emitter, { fail: 'error' }).fail(fail);
    fromEvents(emitter, { fail: 'exit' }).fail(fail);
    fromEvents(emitter, { fail: 'close' }).fail(fail);
    emitter.emit('error', error, 'more');
    emitter.emit('exit', 1, 'SIGTERM');
    emitter.emit('close');
    expect(fail.calls).toStrictEqual([
      [error, 'more'],
      [expect.any(EventError), 1, 'SIGTERM'],
      [expect.objectContaining({ name: 'AbortError', message: 'Got the event "close"' })],
    ]);
    expect(fail.calls[1]?.[0]).toMatchObject({ name: 'EventError', message: 'Got the event "exit"', event: 1 });
    expect(fail.contexts).toStrictEqual([emitter, emitter, emitter]);
  });

  it('asks a predicate with all arguments', () => {
    const emitter = new EventEmitter();
    const exit = (wanted: boolean) => (code: number, signal: string) => (code === 0 && signal === 'none') === wanted;
    const events = { done: { exit: exit(true) }, fail: { exit: exit(false) } };
    const first = fromEvents(emitter, events).fail(() => undefined);
    emitter.emit('exit', 1, 'none');
    const second = fromEvents(emitter, events);
    emitter.emit('exit', 0, 'none');
    expect([first.state(), second.state()]).toStrictEqual(['rejected', 'resolved']);
  });

  it('takes symbols as names, in a record too', () => {
    const emitter = new EventEmitter();
    const [done, failed] = [Symbol('done'), Symbol('failed')];
    const fail = recorder();
    const promises = [fromEvents(emitter, { done }), fromEvents(emitter, { done: [done] })];
    fromEvents(emitter, { fail: { [failed]: true } }).fail(fail);
    emitter.emit(done);
    emitter.emit(failed);
    expect(promises.map((promise) => promise.state())).toStrictEqual(['resolved', 'resolved']);
    expect(String(fail.calls[0]?.[0])).toBe('EventError: Got the event "Symbol(failed)"');
  });

  it('hears no event of a pass that it has left, though emitters call a copy of their listeners', () => {
    const emitter = new EventEmitter();
    const filter = jest.fn(() => true);
    emitter.once('done', () => {
      promise.abort('first');
    });
    const promise = fromEvents(emitter, { done: { done: filter } });
    emitter.emit('done');
    expect(filter).not.toHaveBeenCalled();
    expect(promise.outcome()).toMatchObject({ args: ['first'] });
  });

  it('leaves no listener when it settles while it is being added', () => {
    const emitter = new EventEmitter();
    emitter.on('newListener', (name) => {
      // Node.js emits this before it adds the listener.
      if (name === 'fail') {
        emitter.emit('done');
      }
    });
    const promise = fromEvents(emitter, { done: ['done', 'fail', 'later'] });
    expect(promise.state()).toBe('resolved');
    expect(emitter.eventNames()).toStrictEqual(['newListener']);
  });

  it('leaves no listener behind, with 1,000 promises on an emitter, and 1,000 on a signal', () => {
    const emitter = new EventEmitter().setMaxListeners(0);
    const controller = new AbortController();
    const { signal } = controller;
    const warn = jest.spyOn(process, 'emitWarning');
    const flows = Array.from({ length: 1000 }, (_, i) =>
      fromEvents(emitter, { done: `done ${String(i)}`, fail: ['fail', 'end'], progress: 'end' }, { signal }),
    );
    expect(emitter.listenerCount('end')).toBe(1000);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (const [i, flow] of flows.entries()) {
      if (i % 2) {
        emitter.emit(`done ${String(i)}`);
      } else {
        flow.abort();
      }
    }
    expect(emitter.eventNames()).toStrictEqual([]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is no unhandled rejection when it is aborted, but is when it fails and nobody looks', async () => {
    const emitter = new EventEmitter();
    fromEvents(emitter, { done: 'done' }).abort();
    fromEvents(emitter, { fail: 'cancel' });
    fromEvents(emitter, { fail: 'exit' });
    emitter.emit('cancel');
    emitter.emit('exit', 1);
    await reports();
    expect(unhandled.map(({ reason }) => String(reason))).toStrictEqual(['EventError: Got the event "exit"']);
  });

  it('reports what a listener is removed with, and removes the others', async () => {
    const emitter = new EventEmitter();
    emitter.on('removeListener', (name) => {
      if (name === 'a') {
        throw new Error('stays');
      }
    });
    const promise = fromEvents(emitter, { done: ['a', 'b'] });
    emitter.emit('a');
    expect(promise.state()).toBe('resolved');
    expect(emitter.eventNames()).toStrictEqual(['removeListener']);
    expect(await reports()).toStrictEqual([new Error('stays')]);
  });

  it('takes a jQuery object as an emitter', () => {
    for (const [, createJQuery] of jQuerys) {
      const $ = createJQuery();
      const button = $('<button>');
      const done = recorder();
      fromEvents(button, { done: 'save' }).done(done);
      button.trigger('save', [1]).trigger('save', [2]);
      expect(done.calls).toStrictEqual([[expect.objectContaining({ type: 'save' }), 1]]);
    }
  });
});

describe('fromEvents() of Node.js', () => {
  it('follows a stream to its end', async () => {
    const chunks: string[] = [];
    const stream = Readable.from(['a', 'b']);
    await fromEvents(stream, { done: 'end', fail: 'error', progress: 'data' }).progress((chunk) => {
      chunks.push(String(chunk));
    });
    expect(chunks).toStrictEqual(['a', 'b']);
    expect(stream.listenerCount('end') + stream.listenerCount('error') + stream.listenerCount('data')).toBe(0);
  });

  it('rejects with the error of a stream', async () => {
    const file = createReadStream('/nowhere/at-all');
    await expect(fromEvents(file, { done: 'end', fail: 'error', progress: 'data' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
    const sink = new Writable({
      write: (_chunk, _encoding, callback) => {
        callback(new RangeError('full'));
      },
    });
    const finished = fromEvents(sink, { done: 'finish', fail: 'error' });
    sink.end('a');
    await expect(finished).rejects.toThrow('full');
  });

  it('ends a stream when it is aborted', async () => {
    const stream = new PassThrough();
    const closed = fromEvents(stream, { done: 'close' });
    const controller = new AbortController();
    const { signal } = controller;
    const end = fromEvents(stream, { done: 'end', fail: 'error' }, { signal, abort: () => stream.destroy() });
    controller.abort('enough');
    await expect(end).rejects.toBe('enough');
    await closed;
    expect(stream.destroyed).toBe(true);
    expect(stream.eventNames().map(String)).not.toContain('end');
  });

  it('waits for a process', async () => {
    const child = spawn(process.execPath, ['--eval', 'process.exit(3)'], { stdio: 'ignore' });
    const args = await new Promise<unknown[]>((resolve) => {
      fromEvents(child, {
        done: { exit: (code: number | null) => code === 0 },
        fail: ['error', 'exit'],
      }).fail((...list) => {
        resolve(list);
      });
    });
    expect(args).toStrictEqual([expect.any(EventError), 3, null]);
  });

  it('hears of an EventTarget', async () => {
    const target = new EventTarget();
    const [done, fail] = [recorder(), recorder()];
    fromEvents(target, { done: 'done' }).done(done);
    fromEvents(target, { fail: 'fail' }).fail(fail);
    const events = [new Event('done'), Object.assign(new Event('fail'), { error: new RangeError('far') })];
    events.forEach((event) => target.dispatchEvent(event));
    expect(done.calls).toStrictEqual([[events[0]]]);
    expect(fail.calls).toStrictEqual([[new RangeError('far'), events[1]]]);
    expect([...done.contexts, ...fail.contexts]).toStrictEqual([target, target]);
    expect(getEventListeners(target, 'done')).toHaveLength(0);
    const { type } = await fromEvents(AbortSignal.timeout(1), { done: 'abort' });
    expect(type).toBe('abort');
  });

  it('hears of a MessagePort as an EventTarget, and lets the process end', async () => {
    const { port1, port2 } = new MessageChannel();
    const message = fromEvents(port1, {
      done: { message: ({ data }: MessageEvent<number>) => data === 2 },
      progress: 'message',
    });
    const progress = recorder();
    message.progress(progress);
    port2.postMessage(1);
    port2.postMessage(2);
    const { data } = await message;
    expect(data).toBe(2);
    expect(progress.calls).toHaveLength(2);
    const closed = fromEvents(port1, { done: 'close' });
    port2.close();
    await closed;
  });

  it('hears of a Worker as an emitter', async () => {
    const worker = new Worker("require('worker_threads').parentPort.postMessage('hello')", { eval: true });
    const exit = fromEvents(worker, { done: 'exit' });
    const value: unknown = await fromEvents(worker, { done: 'message', fail: ['error', 'exit'] });
    expect(value).toBe('hello');
    expect(await exit).toBe(0);
    const broken = new Worker("throw new RangeError('inside')", { eval: true });
    await expect(fromEvents(broken, { done: 'message', fail: 'error' })).rejects.toMatchObject({
      name: 'RangeError',
      message: 'inside',
    });
  });

  it('keeps no process alive', () => {
    const program = `
      import { EventEmitter } from 'node:events';
      import { fromEvents } from './src/dom/index.ts';
      fromEvents(new EventEmitter(), { done: 'never' });
      fromEvents(process, { done: 'exit' }).done((code) => console.log('exit', code));
    `;
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      encoding: 'utf8',
    });
    expect(output).toBe('exit 0\n');
  });

  it('leaves with the consumers of a Deferred', async () => {
    const emitter = new EventEmitter();
    const abort = jest.fn();
    const d = Deferred().resolve();
    const controller = new AbortController();
    d.then(() => fromEvents(emitter, { done: 'done' }, { abort })).until(controller.signal);
    await drainMicrotasks();
    expect(emitter.eventNames()).toStrictEqual(['done']);
    controller.abort('left');
    expect(abort.mock.calls).toStrictEqual([['left']]);
    expect(emitter.eventNames()).toStrictEqual([]);
  });
});

describe('the arguments of fromEvents()', () => {
  const emitter = new EventEmitter();
  const target = 'Expected target to be an EventTarget or an emitter, got';
  const events = 'Expected events to be names or predicates, got';

  it.each([
    [`${target} undefined`, undefined, { done: 'a' }],
    [`${target} object`, null, { done: 'a' }],
    [`${target} string`, 'a', { done: 'a' }],
    [`${target} object`, { on: () => undefined }, { done: 'a' }],
    [`${target} object`, { addEventListener: () => undefined, removeEventListener: 1 }, { done: 'a' }],
    [`${events} undefined`, emitter, undefined],
    [`${events} string`, emitter, 'a'],
    [`${events} object`, emitter, {}],
    [`${events} object`, emitter, { done: [], fail: {}, progress: undefined }],
    ['Expected done to be names or predicates, got number', emitter, { done: 1 }],
    ['Expected fail to be names or predicates, got object', emitter, { done: 'a', fail: ['a', null] }],
    ['Expected progress to be names or predicates, got function', emitter, { progress: () => true }],
    ['Expected done to be names or predicates, got object', emitter, { done: { a: false } }],
    ['Expected fail to be names or predicates, got object', emitter, { fail: { b: true, a: 'b' } }],
    ['Expected signal to be an AbortSignal, got object', emitter, { done: 'a' }, { signal: {} }],
  ])('are checked: %s', (message, ...args) => {
    expect(() => void Reflect.apply(fromEvents, undefined, args)).toThrow(new TypeError(message));
    expect(emitter.eventNames()).toStrictEqual([]);
  });

  it('are taken without options, with empty ones, and with null as the signal', () => {
    for (const options of [undefined, {}, { signal: null }, { signal: undefined, abort: undefined }]) {
      const promise = fromEvents(emitter, { done: 'a' }, options);
      emitter.emit('a');
      expect(promise.state()).toBe('resolved');
    }
  });
});
