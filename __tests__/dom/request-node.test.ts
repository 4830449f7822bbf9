import { execFileSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { join, resolve } from 'node:path';
import { BroadcastChannel, MessageChannel, Worker } from 'node:worker_threads';

import { buildSync } from 'esbuild';
import { Deferred } from 'rx-deferred';
import { request, serve } from 'rx-deferred/dom';

import { outcomeOf } from '../support/recorder.js';

const src = resolve(__dirname, '..', '..', 'src');

/** Bundles code for a thread of Node.js, which has the names of the package. */
function script(code: string): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        import { parentPort, workerData } from 'node:worker_threads';
        import { Deferred } from 'rx-deferred';
        import { request, serve } from 'rx-deferred/dom';
        ${code}
      `,
      resolveDir: __dirname,
    },
    alias: { 'rx-deferred': join(src, 'index.ts'), 'rx-deferred/dom': join(src, 'dom', 'index.ts') },
    bundle: true,
    platform: 'node',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

const handlers = `{
  add: (a, b) => a + b,
  steps: () => Deferred((d) => { d.notify(1, 'of 2'); setTimeout(() => d.notify(2).resolve('a', 'b')); }),
  fail: () => Promise.reject(new RangeError('too far')),
  exception: () => Promise.reject(new DOMException('not there', 'NotFoundError')),
  copy: () => () => 1,
  notified: (atOnce) => Deferred((d) => {
    const end = () => d.notify(() => 1).resolve(1);
    atOnce ? end() : setTimeout(end);
  }),
  wait() {
    this.signal.addEventListener('abort', () => parentPort.postMessage(String(this.signal.reason)));
    this.notify(1);
    return Deferred();
  },
  throwing() { setTimeout(() => { throw new RangeError('oops'); }); return Deferred(); },
  exit: () => process.exit(1),
  fill(buffer) { new Uint8Array(buffer).fill(7); this.transfer.push(buffer); return buffer; },
  last() { setTimeout(() => parentPort.close()); return 'last'; },
  ask: (...message) => request(parentPort, message),
}`;

const code = script(`
  const stop = serve(parentPort, ${handlers});
  parentPort.on('message', function listener(message) {
    if (message === 'stop') {
      parentPort.off('message', listener);
      stop();
    }
  });
`);

const workers: Worker[] = [];

function start(text = code, workerData?: unknown, transferList: MessageChannel['port1'][] = []): Worker {
  const worker = new Worker(text, { eval: true, workerData, transferList });
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

const notified = (promise: { progress(handler: (...args: unknown[]) => void): unknown }): Promise<unknown> =>
  new Promise((resolve) => promise.progress(resolve));

/** The next message that is not one of the package. */
const message = (worker: Worker): Promise<unknown> =>
  new Promise((resolve) => {
    worker.on('message', (data) => {
      if (typeof data === 'string') {
        resolve(data);
      }
    });
  });

const none = { name: 'EventError', message: 'Got the event "exit"' };

describe('request() to a thread of Node.js', () => {
  it('gets the notifications and the outcome with all arguments', async () => {
    const worker = start();
    const log: unknown[] = [];
    const steps = request(worker, ['steps']).progress((...args) => log.push(args));

    expect(await outcomeOf(steps)).toEqual({ state: 'resolved', context: undefined, args: ['a', 'b'] });
    expect(log).toEqual([[1, 'of 2'], [2]]);
    expect(await request(worker, ['add', 1, 2])).toBe(3);
  });

  it('keeps the kind of an error, an exception of the platform and a DataCloneError included', async () => {
    const worker = start();

    await expect(request(worker, ['fail'])).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
    await expect(request(worker, ['exception'])).rejects.toMatchObject({ name: 'NotFoundError', message: 'not there' });
    await expect(request(worker, ['copy'])).rejects.toMatchObject({ name: 'DataCloneError' });
    await expect(request(worker, ['add', () => 1])).rejects.toMatchObject({ name: 'DataCloneError' });
    await expect(request(worker, ['notified', 'at once'])).rejects.toMatchObject({ name: 'DataCloneError' });
    await expect(request(worker, ['notified'])).rejects.toMatchObject({ name: 'DataCloneError' });
    await expect(request(worker, ['toString'])).rejects.toThrow('Expected toString to be served');
  });

  it('transfers in both directions', async () => {
    const buffer = new ArrayBuffer(2);
    const answer = request(start(), ['fill', buffer], { transfer: [buffer] });

    expect(buffer.byteLength).toBe(0);
    expect([...new Uint8Array((await answer) as ArrayBuffer)]).toEqual([7, 7]);
  });

  it('aborts the work there, with the AbortError of the platform by default', async () => {
    const worker = start();
    const waiting = request(worker, ['wait']);
    await notified(waiting);
    const ended = message(worker);
    waiting.abort();

    expect(await ended).toBe('AbortError: This operation was aborted');
  });

  it('is not lost if the thread serves later, and others listen already', async () => {
    const worker = start(
      script(`
        parentPort.on('message', (message) => message === 'go' && serve(parentPort, ${handlers}));
        parentPort.postMessage('started');
      `),
    );
    const early = request(worker, ['add', 1, 2]);
    await message(worker);
    const late = request(worker, ['add', 3, 4]);
    await request(start(), ['add', 0, 0]);
    expect([early.state(), late.state()]).toEqual(['pending', 'pending']);
    worker.postMessage('go');

    expect([await early, await late]).toEqual([3, 7]);
  });

  it('goes both ways over one endpoint', async () => {
    const worker = start();
    const stop = serve(worker, { double: (n: number) => Deferred<number>().resolve(2 * n) });

    expect(await request(worker, ['ask', 'double', 4])).toBe(8);
    stop();
    expect(worker.listenerCount('message')).toBe(0);
  });
});

describe('the end of a thread of Node.js', () => {
  it.each([
    ['terminate()', (worker: Worker) => void worker.terminate()],
    ['process.exit()', (worker: Worker) => void request(worker, ['exit']).fail(() => undefined)],
  ])('rejects what is pending: %s', async (_, end) => {
    const worker = start();
    const waiting = [request(worker, ['wait']), request(worker, ['wait'])];
    await Promise.all(waiting.map(notified));
    end(worker);

    for (const promise of waiting) {
      await expect(promise).rejects.toMatchObject(none);
    }
  });

  it('rejects what is pending before the thread serves, and what comes when it has ended', async () => {
    const worker = start();
    const early = request(worker, ['wait']);
    const exit = worker.terminate();

    await expect(early).rejects.toMatchObject(none);
    await exit;
    await expect(request(worker, ['wait'])).rejects.toMatchObject(none);
  });

  it.each([
    ['in a handler', 'throwing', code, 'oops'],
    ['while it starts', 'wait', 'throw new RangeError("at once")', 'at once'],
    ['as it does not compile', 'wait', '}', 'Unexpected token'],
  ])('rejects what is pending with an error that nobody catches: %s', async (_, name, text, error) => {
    const worker = start(text);
    const waiting = [request(worker, [name]), request(worker, ['wait'])];

    for (const promise of waiting) {
      await expect(promise).rejects.toMatchObject({ message: expect.stringContaining(error) as string });
    }
  });

  it('rejects with what the thread throws, even if the port of the request has closed before', async () => {
    const worker = start(`
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ 'rx-deferred': [, port] }) => {
        if (port) {
          port.on('close', () => setTimeout(() => { throw new RangeError('oops'); }, 20));
          port.close();
        } else {
          parentPort.postMessage({ 'rx-deferred': ['id', 'work'] });
        }
      });
    `);

    await expect(request(worker, ['work'])).rejects.toMatchObject({ name: 'RangeError', message: 'oops' });
  });

  it('rejects a request to a file that is not there', async () => {
    const worker = new Worker(join(__dirname, 'not-there.cjs'));

    await expect(request(worker, ['a'])).rejects.toThrow('not-there.cjs');
  });

  it('loses no answer that came before it', async () => {
    await expect(request(start(), ['last'])).resolves.toBe('last');
  });

  it('rejects what is pending over a port, whichever side is closed', async () => {
    const text = script(`serve(workerData, ${handlers});`);
    const [one, other] = [new MessageChannel(), new MessageChannel()];
    const worker = start(text, one.port2, [one.port2]);
    start(text, other.port2, [other.port2]);
    const waiting = [request(one.port1, ['wait']), request(other.port1, ['wait'])];
    await Promise.all(waiting.map(notified));
    const early = request(other.port2, ['wait']);
    await worker.terminate();

    await expect(waiting[0]).rejects.toMatchObject(none);
    expect(waiting[1]?.state()).toBe('pending');
    early.abort();
    one.port1.close();
    other.port1.close();
    waiting[1]?.abort();
  });
});

describe('other endpoints of Node.js', () => {
  it('may be the two ports of a channel', async () => {
    const { port1, port2 } = new MessageChannel();
    const stop = serve(port1, { double: (n: number) => 2 * n });

    expect(await request(port2, ['double', 2])).toBe(4);
    stop();
    port1.close();
  });

  it('may be a broadcast channel', async () => {
    start(script(`serve(new BroadcastChannel('node'), ${handlers});`));
    const channel = new BroadcastChannel('node');

    expect(await request(channel, ['add', 1, 2])).toBe(3);
    const log: unknown[] = [];
    expect(await request(channel, ['steps']).progress((value) => log.push(value))).toBe('a');
    expect(log).toEqual([1, 2]);
    channel.close();
  });
});

describe('what remains', () => {
  it('is nothing after 1,000 requests at once, and Node.js warns of no leak', async () => {
    const worker = start();
    const warnings: string[] = [];
    const onWarning = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', onWarning);
    const types = ['message', 'error', 'messageerror', 'exit'];
    const before = types.map((type) => worker.listenerCount(type));
    const controller = new AbortController();
    const { signal } = controller;
    const requests = Array.from({ length: 1000 }, (_, i) =>
      request(worker, i % 2 ? ['add', i, 0] : ['wait'], { signal }),
    );
    const during = types.map((type) => worker.listenerCount(type));
    await Promise.all(requests.map((promise, i) => (i % 2 ? promise : notified(promise))));
    controller.abort();
    process.off('warning', onWarning);

    expect(requests.filter((promise) => promise.state() === 'rejected')).toHaveLength(500);
    expect(during).toEqual(before.map((count) => count + 1));
    expect(types.map((type) => worker.listenerCount(type))).toEqual(before);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(warnings).toEqual([]);
  });

  it('does not keep a thread alive, once it serves no more', async () => {
    const worker = start();
    expect(await request(worker, ['add', 1, 2])).toBe(3);
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('stop');

    expect(await exit).toBe(0);
  });

  it('does not keep a process alive that has got its answer', () => {
    const main = script(`
      const { Worker } = require('node:worker_threads');
      const worker = new Worker(${JSON.stringify(code)}, { eval: true });
      request(worker, ['add', 1, 2]).done((sum) => { worker.unref(); console.log(sum); });
    `);

    expect(execFileSync(process.execPath, ['-'], { input: main, encoding: 'utf8' })).toBe('3\n');
  });
});
