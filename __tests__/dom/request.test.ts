import type { Page } from 'playwright-core';

import { bundle } from '../browser/page.js';
import { setUp } from '../browser/set-up.js';

jest.setTimeout(180_000);

const { server, open } = setUp();

const names = `
  export { Deferred, oneShot, when } from 'rx-deferred';
  export { request, serve } from 'rx-deferred/dom';
  export { interval, take } from 'rxjs';
`;

/** What a page has: the names of the package, and what the tests need. */
const code = `
  ${names}
  const workers = [];

  /** Starts a worker that has the names of the package and runs some code. */
  export function start(code, Kind = Worker, prefix = '') {
    const worker = new Kind(URL.createObjectURL(new Blob([prefix, self.library, code])));
    workers.push(worker);
    return worker;
  }
  export const serving = (handlers) => start('page.serve(self, {' + handlers + '});');

  const show = (value) => (value instanceof Error ? value.name + ': ' + value.message : value);

  /** Waits for the outcome of a promise: its state and all arguments. */
  export const outcome = (promise) =>
    new Promise((resolve) => {
      promise.always(function (...args) {
        resolve([promise.state(), ...args.map(show)]);
      });
    });
  export const notified = (promise) => new Promise((resolve) => promise.progress(resolve));
  /** Waits for a message that is not one of the package. */
  export const message = (target) =>
    new Promise((resolve) => target.addEventListener('message', ({ data }) => data?.['rx-deferred'] || resolve(data)));
  export const locks = async () => {
    const { held, pending } = await navigator.locks.query();
    return [held.length, pending.length];
  };
  export async function end() {
    for (const worker of workers.splice(0)) {
      worker.terminate?.();
    }
    const { held } = await navigator.locks.query();
    await Promise.all(held.map(({ name }) => navigator.locks.request(name, () => undefined)));
  }
`;

const library = bundle(names);
let page: Page;

/** Runs code in a page. */
function run(code: string, on = page): Promise<unknown> {
  return on.evaluate(`(async () => {
    'use strict';
    const { Deferred, oneShot, when, request, serve, start, serving, outcome, notified, message, locks } = page;
    ${code}
  })()`);
}

async function prepared(): Promise<Page> {
  const page = await open(code);
  await page.evaluate((library) => Object.assign(globalThis, { library }), library);
  return page;
}

beforeAll(async () => {
  page = await prepared();
});

afterEach(async () => {
  await page.evaluate('page.end()');
});

describe('request() and serve()', () => {
  it('carry all arguments of the message, the notifications and the outcome', async () => {
    const seen = await run(`
      const worker = serving(\`
        add: (a, b) => page.Deferred((d) => {
          d.notify(1, a);
          setTimeout(() => d.notify(2, b).resolve(a + b, { a, b }));
        }),
        refuse: (...all) => page.Deferred().reject(404, all),
      \`);
      const log = [];
      const sum = request(worker, ['add', 1, 2]).progress(function (...args) { log.push(this === undefined, args); });
      return [await outcome(sum), log, await outcome(request(worker, ['refuse', 'a', new Map([[1, 2]]).size]))];
    `);

    expect(seen).toStrictEqual([
      ['resolved', 3, { a: 1, b: 2 }],
      [true, [1, 1], true, [2, 2]],
      ['rejected', 404, ['a', 1]],
    ]);
  });

  it('take a value, a promise, an observable and a function without a return value', async () => {
    const seen = await run(`
      const worker = serving(\`
        value: () => [1, 2],
        promise: async () => ({ a: 1 }),
        observable: () => page.interval(1).pipe(page.take(3)),
        nothing() {},
        once: () => (self.load ??= page.oneShot(() => Promise.resolve(5))).get(),
      \`);
      const log = [];
      const results = await Promise.all(['value', 'promise', 'observable', 'nothing', 'once'].map((name) =>
        request(worker, [name]).progress((value) => log.push(value))));
      return [results.map(String), log];
    `);

    expect(seen).toStrictEqual([
      ['1,2', '[object Object]', '2', 'undefined', '5'],
      [0, 1, 2],
    ]);
  });

  it('have a context with notify() and a signal for functions that return a promise', async () => {
    const seen = await run(`
      const worker = serving('async steps() { const { signal, notify } = this; notify(1, 2); await 0; notify(3); return signal.aborted; }');
      const log = [];
      const steps = request(worker, ['steps']).progress((...args) => log.push(args));
      return [await steps, log];
    `);

    expect(seen).toStrictEqual([false, [[1, 2], [3]]]);
  });

  it('lose no request that is sent before the other side serves', async () => {
    const seen = await run(`
      const worker = start(\`
        self.onmessage = ({ data }) => data === 'go' && page.serve(self, { echo: (value) => value });
        self.postMessage('started');
      \`);
      const early = request(worker, ['echo', 'before the script']);
      await message(worker);
      const late = request(worker, ['echo', 'before serve()']);
      await request(start("page.serve(self, { wait() {} })"), ['wait']);
      const states = [early.state(), late.state()];
      worker.postMessage('go');
      return [states, await early, await late, await request(worker, ['echo', 'after it'])];
    `);

    expect(seen).toStrictEqual([['pending', 'pending'], 'before the script', 'before serve()', 'after it']);
  });

  it('copy the message when the request is made', async () => {
    const seen = await run(`
      const list = [1];
      const answer = request(serving('echo: (value) => value'), ['echo', list]);
      list.push(2);
      return answer;
    `);

    expect(seen).toStrictEqual([1]);
  });

  it('transfer what is named, in both directions', async () => {
    const seen = await run(`
      const worker = serving(\`
        fill(buffer) {
          const kept = new ArrayBuffer(8);
          new Uint8Array(buffer).fill(7);
          this.transfer.push(buffer);
          this.notify('not yet');
          const before = buffer.byteLength;
          setTimeout(() => self.postMessage([before, buffer.byteLength, kept.byteLength]));
          return [buffer, kept];
        },
      \`);
      const buffer = new ArrayBuffer(4);
      const there = message(worker);
      const answer = request(worker, ['fill', buffer], { transfer: [buffer] });
      const { byteLength } = buffer;
      const [filled, kept] = await answer;
      return [byteLength, [...new Uint8Array(filled)], kept.byteLength, await there];
    `);

    expect(seen).toStrictEqual([0, [7, 7, 7, 7], 8, [4, 0, 8]]);
  });
});

describe('errors', () => {
  it('keep their kind, what is thrown as well as exceptions of the platform', async () => {
    const seen = await run(`
      const worker = serving(\`
        throwing() { throw new RangeError('too far'); },
        rejecting: () => Promise.reject(new DOMException('not there', 'NotFoundError')),
        reason: () => page.Deferred().reject('a text', new TypeError('second')),
      \`);
      const outcomes = ['throwing', 'rejecting', 'reason'].map((name) => outcome(request(worker, [name])));
      const error = await request(worker, ['rejecting']).catch((error) => error);
      return [...await Promise.all(outcomes), error instanceof DOMException];
    `);

    expect(seen).toStrictEqual([
      ['rejected', 'RangeError: too far'],
      ['rejected', 'NotFoundError: not there'],
      ['rejected', 'a text', 'TypeError: second'],
      true,
    ]);
  });

  it('say what cannot be copied, in a message, an answer, a notification and a reason', async () => {
    const seen = await run(`
      const worker = serving(\`
        echo: (value) => value,
        answer: () => () => 1,
        reason: () => Promise.reject(() => 2),
        async notification() {
          this.signal.addEventListener('abort', () => self.postMessage(this.signal.reason.name));
          this.notify(1);
          this.notify(() => 3);
          await new Promise(() => undefined);
        },
      \`);
      const log = [];
      const sent = request(worker, ['echo', () => 0]);
      const state = sent.state();
      const outcomes = [];
      for (const name of ['answer', 'reason', 'notification']) {
        const ended = name === 'notification' ? message(worker) : 'no abort';
        outcomes.push(await outcome(request(worker, [name]).progress((value) => log.push(value))), await ended);
      }
      return [state, await outcome(sent), ...outcomes, log, await request(worker, ['echo', 'still there'])];
    `);

    expect(seen).toStrictEqual([
      'rejected',
      ['rejected', expect.stringMatching(/^DataCloneError: .*\(\) => 0/)],
      ['rejected', expect.stringMatching(/^DataCloneError: .*\(\) => 1/)],
      'no abort',
      ['rejected', expect.stringMatching(/^DataCloneError: .*\(\) => 2/)],
      'no abort',
      ['rejected', expect.stringMatching(/^DataCloneError: .*\(\) => 3/)],
      'DataCloneError',
      [1],
      'still there',
    ]);
  });

  it('tell of a method that nobody serves, inherited ones included', async () => {
    const seen = await run(`
      const worker = start(\`
        class Base { inherited() {} }
        page.serve(self, Object.assign(new Base(), { own: () => 1 }));
      \`);
      const names = ['nothing', 'inherited', 'toString', 'constructor', '__proto__', 'hasOwnProperty'];
      const outcomes = await Promise.all(names.map((name) => outcome(request(worker, [name]))));
      return [await request(worker, ['own']), outcomes];
    `);

    expect(seen).toStrictEqual([
      1,
      ['nothing', 'inherited', 'toString', 'constructor', '__proto__', 'hasOwnProperty'].map((name) => [
        'rejected',
        `TypeError: Expected ${name} to be served, got undefined`,
      ]),
    ]);
  });

  it('are thrown for what is no endpoint and no signal', async () => {
    const seen = await run(`
      const attempts = [
        () => request(null, ['a']), () => request({}, ['a']), () => serve(undefined, {}), () => serve('self', {}),
        () => request(self, ['a'], { signal: 1 }),
      ];
      return [await locks(), ...attempts.map((attempt) => { try { attempt(); return 'nothing'; } catch (error) { return String(error); } }), await locks()];
    `);

    expect(seen).toStrictEqual([
      [0, 0],
      'TypeError: Expected endpoint to be a worker, a port or a window, got object',
      'TypeError: Expected endpoint to be a worker, a port or a window, got object',
      'TypeError: Expected endpoint to be a worker, a port or a window, got undefined',
      'TypeError: Expected endpoint to be a worker, a port or a window, got string',
      'TypeError: Expected signal to be an AbortSignal, got number',
      [0, 0],
    ]);
  });
});

describe('an abort of a request', () => {
  const waiting = `
    wait(name) {
      const { signal } = this;
      return page.Deferred((d) => {
        d.notify(name);
        return () => self.postMessage([d.state(), signal.aborted, String(signal.reason)]);
      });
    },
  `;

  it.each([
    ['abort()', '', 'request.abort()', 'AbortError: signal is aborted without reason'],
    ['abort() with a reason', '', "request.abort('enough')", 'enough'],
    ['a reason that cannot be copied', '', 'request.abort(() => 1)', 'DataCloneError'],
    ['a signal', '{ signal: controller.signal }', 'controller.abort(new RangeError("late"))', 'RangeError: late'],
    ['the end of until()', '', 'request.until(controller.signal); controller.abort("left")', 'left'],
  ])('ends the work of the handler: %s', async (_, options, abort, reason) => {
    const seen = await run(`
      const worker = serving(\`${waiting}\`);
      const controller = new AbortController();
      const waiting = page.request(worker, ['wait', 1], ${options || '{}'});
      await notified(waiting);
      const ended = message(worker);
      ((request) => { ${abort} })(waiting);
      return [waiting.state(), await ended];
    `);

    expect(seen).toStrictEqual(['rejected', ['rejected', true, expect.stringContaining(reason)]]);
  });

  it('is the only thing that aborts the signal of a handler', async () => {
    const seen = await run(`
      const worker = start(\`
        const signals = [];
        page.serve(self, {
          done() { signals.push(this.signal); },
          fail() { signals.push(this.signal); throw new Error('no'); },
          signals: () => signals.map(({ aborted }) => aborted),
        });
      \`);
      await outcome(request(worker, ['done']));
      await outcome(request(worker, ['fail']));
      return request(worker, ['signals']);
    `);

    expect(seen).toStrictEqual([false, false]);
  });

  it('leaves work that others wait for', async () => {
    const seen = await run(`
      const worker = start(\`
        const shared = page.oneShot((signal) => page.Deferred((d) => {
          self.addEventListener('message', ({ data }) => data === 'go' && d.resolve('shared', signal.aborted));
          d.notify('under way');
        }));
        page.serve(self, { load: () => shared.get() });
      \`);
      const [one, other] = [request(worker, ['load']), request(worker, ['load'])];
      await Promise.all([notified(one), notified(other)]);
      one.abort();
      await outcome(request(worker, ['nothing']));
      worker.postMessage('go');
      return [one.state(), await outcome(other)];
    `);

    expect(seen).toStrictEqual(['rejected', ['resolved', 'shared', false]]);
  });

  it('sends nothing before the other side serves, nor if its signal has aborted', async () => {
    const seen = await run(`
      const worker = start(\`
        const calls = [];
        self.onmessage = ({ data }) => data === 'go' && page.serve(self, { call: (name) => calls.push(name), calls: () => calls });
        self.postMessage('started');
      \`);
      await message(worker);
      const signal = AbortSignal.abort('before');
      const requests = [request(worker, ['call', 'a'], { signal }), request(worker, ['call', 'b'])];
      requests[1].abort('at once');
      worker.postMessage('go');
      return [await Promise.all(requests.map(outcome)), await request(worker, ['calls']), await locks()];
    `);

    expect(seen).toStrictEqual([
      [
        ['rejected', 'before'],
        ['rejected', 'at once'],
      ],
      [],
      [1, 0],
    ]);
  });
});

describe('the end of a worker', () => {
  it.each([
    ['terminate()', '', '', 'worker.terminate()'],
    ['self.close()', '', '', 'worker.postMessage(0)'],
    ['terminate() of a busy one', 'let i = 0; for (;;) i++;', '', 'worker.terminate()'],
  ])('rejects what is pending: %s', async (_, work, __, kill) => {
    const seen = await run(`
      const worker = start(\`
        page.serve(self, { wait() { this.notify(1); ${work} return page.Deferred(); } });
        self.addEventListener('message', ({ data }) => data === 0 && self.close());
      \`);
      const requests = [request(worker, ['wait']), request(worker, ['wait'])];
      await notified(requests[0]);
      ${kill};
      return [await Promise.all(requests.map(outcome)), await locks()];
    `);

    const rejected = ['rejected', 'EventError: Got the event "exit"'];
    expect(seen).toStrictEqual([
      [rejected, rejected],
      [0, 0],
    ]);
  });

  it('rejects a request whose handler closes it, and no answer before that is lost', async () => {
    const seen = await run(`
      const outcomes = [];
      for (let i = 0; i < 20; i++) {
        const worker = serving('close() { self.close(); return page.Deferred(); }, last: () => { self.close(); return 1; }');
        const name = i % 2 ? 'close' : 'last';
        outcomes.push((await outcome(request(worker, [name]))).join(' '));
      }
      return [[...new Set(outcomes)], outcomes.filter((text) => text === 'resolved 1').length];
    `);

    expect(seen).toStrictEqual([['resolved 1', 'rejected EventError: Got the event "exit"'], 10]);
  });

  it('rejects what is pending with an error that nobody catches, and ends the work', async () => {
    const seen = await run(`
      const worker = serving(\`
        wait() { this.signal.onabort = () => self.postMessage('aborted'); this.notify(1); return page.Deferred(); },
        fail() { setTimeout(() => { throw new TypeError('oops'); }); return page.Deferred(); },
      \`);
      const waiting = request(worker, ['wait']);
      await notified(waiting);
      const ended = message(worker);
      const errors = await Promise.all([request(worker, ['fail']), waiting].map((promise) => promise.catch((error) => error)));
      return [errors.map(String), errors[0].event instanceof ErrorEvent, await ended];
    `);

    expect(seen).toStrictEqual([
      ['EventError: Uncaught TypeError: oops', 'EventError: Uncaught TypeError: oops'],
      true,
      'aborted',
    ]);
  });

  it.each([
    ['a script that does not compile', 'start("}")', 'EventError: Uncaught SyntaxError'],
    ['a script that throws', 'start("throw new RangeError(1)")', 'EventError: Uncaught RangeError: 1'],
    [
      'a script that cannot be loaded',
      'new Worker("/run/worker/" + encodeURIComponent(JSON.stringify({ status: 404 })))',
      'EventError: Got the event "exit"',
    ],
    ['a shared worker', 'start("}", SharedWorker)', 'EventError: Got the event "exit"'],
  ])('rejects a request to one that never starts: %s', async (_, worker, error) => {
    const seen = await run(`return outcome(request(${worker}, ['a']));`);

    expect(seen).toStrictEqual(['rejected', expect.stringContaining(error)]);
  });
});

describe('serve()', () => {
  it('returns a function that ends it and aborts what is open', async () => {
    const seen = await run(`
      const worker = start(\`
        const handlers = { wait() { this.notify(1); this.signal.onabort = () => self.postMessage('aborted'); return page.Deferred(); } };
        let stop = page.serve(self, handlers);
        self.addEventListener('message', ({ data }) => {
          if (data === 'stop') stop();
          if (data === 'stop twice') stop();
          if (data === 'serve') stop = page.serve(self, handlers);
        });
      \`);
      const open = request(worker, ['wait']);
      await notified(open);
      const ended = message(worker);
      worker.postMessage('stop');
      worker.postMessage('stop twice');
      const outcomes = [await outcome(open), await ended];
      const later = request(worker, ['wait']);
      while ((await locks())[0]);
      outcomes.push(later.state());
      worker.postMessage('serve');
      outcomes.push(await notified(later));
      return outcomes;
    `);

    expect(seen).toStrictEqual([['rejected', expect.stringMatching(/^AbortError: /)], 'aborted', 'pending', 1]);
  });

  it('works side by side with others on one endpoint, and in both directions', async () => {
    const seen = await run(`
      const worker = start(\`
        page.serve(self, { a: () => 'a of the first', b: () => 'b' });
        page.serve(self, { a: () => 'a of the second', c: () => page.request(self, ['double', 'c']) });
      \`);
      const stop = serve(worker, { double: (text) => text + text });
      const names = ['c', 'b', 'a', 'd', 'double'];
      const outcomes = await Promise.all(names.map((name) => outcome(request(worker, [name]))));
      stop();
      return outcomes;
    `);

    expect(seen).toStrictEqual([
      ['resolved', 'cc'],
      ['resolved', 'b'],
      ['resolved', expect.stringMatching(/^a of the/)],
      ['rejected', expect.stringContaining('Expected d to be served')],
      ['rejected', expect.stringContaining('Expected double to be served')],
    ]);
  });
});

describe('endpoints', () => {
  it('may be the two ports of a channel, in one page and between page and worker', async () => {
    const seen = await run(`
      const near = new MessageChannel();
      const stop = serve(near.port1, { double: (n) => 2 * n });
      const one = await request(near.port2, ['double', 1]);
      const far = new MessageChannel();
      const worker = start("self.onmessage = ({ data }) => page.serve(data, { triple: (n) => 3 * n })");
      const early = request(far.port1, ['triple', 1]);
      worker.postMessage(far.port2, [far.port2]);
      const two = [await early, await request(far.port1, ['triple', 2])];
      stop();
      return [one, two];
    `);

    expect(seen).toStrictEqual([2, [3, 6]]);
  });

  it('may be the scope of a worker with variables of any name', async () => {
    const seen = await run(`
      const worker = start(
        "page.serve(self, { double: (n) => 2 * n });",
        Worker,
        "var port = { postMessage() {} }; var window = {}; function start() { throw new Error('not mine'); };",
      );
      return outcome(request(worker, ['double', 2]));
    `);

    expect(seen).toStrictEqual(['resolved', 4]);
  });

  it('may be a port of a worker that dies', async () => {
    const seen = await run(`
      const { port1, port2 } = new MessageChannel();
      const worker = start("self.onmessage = ({ data }) => page.serve(data, { wait() { this.notify(1); return page.Deferred(); } })");
      worker.postMessage(port2, [port2]);
      const waiting = request(port1, ['wait']);
      await notified(waiting);
      worker.terminate();
      return outcome(waiting);
    `);

    expect(seen).toStrictEqual(['rejected', 'EventError: Got the event "exit"']);
  });

  it('may be a shared worker or its port, until it closes', async () => {
    const seen = await run(`
      const script = "self.onconnect = ({ ports: [port] }) => page.serve(port, { add: (n) => self.sum = (self.sum ?? 0) + n, close: () => self.close(), wait() { this.notify(1); return page.Deferred(); } })";
      const url = URL.createObjectURL(new Blob([self.library, script]));
      const [one, other] = [new SharedWorker(url), new SharedWorker(url)];
      const sums = [await request(one, ['add', 1]), await request(other.port, ['add', 2]), await request(one.port, ['add', 3])];
      const waiting = [request(one, ['wait']), request(other.port, ['wait'])];
      await Promise.all(waiting.map(notified));
      request(other, ['close']);
      return [sums, await Promise.all(waiting.map(outcome))];
    `);

    const rejected = ['rejected', 'EventError: Got the event "exit"'];
    expect(seen).toStrictEqual([
      [1, 3, 6],
      [rejected, rejected],
    ]);
  });

  it('may be a broadcast channel on which each serves its own methods', async () => {
    const seen = await run(`
      const workers = ['one', 'two'].map((name) => start(\`
        page.serve(new BroadcastChannel('methods'), { \${name}: () => '\${name}' });
        self.postMessage('ready');
      \`));
      await Promise.all(workers.map(message));
      const channel = new BroadcastChannel('methods');
      const answers = [];
      for (let i = 0; i < 20; i++) {
        answers.push(await outcome(request(channel, [i % 2 ? 'one' : 'two'])));
      }
      const later = request(channel, ['three']);
      const stop = serve(channel, { three: () => 'nobody here' });
      workers.push(start("page.serve(new BroadcastChannel('methods'), { three: () => 3 })"));
      answers.push(await outcome(later));
      stop();
      channel.close();
      return [...new Set(answers.map(String))];
    `);

    expect(seen).toStrictEqual(['resolved,two', 'resolved,one', 'resolved,3']);
  });

  it('may be a broadcast channel, on which one of all that serve is chosen', async () => {
    const seen = await run(`
      const script = \`
        const channel = new BroadcastChannel('tests');
        let calls = 0;
        page.serve(channel, {
          call(list) { this.notify('under way'); return page.Deferred((d) => void setTimeout(() => d.resolve(++calls, list))); },
          wait() { this.notify(1); this.signal.onabort = () => self.postMessage('aborted ' + this.signal.reason); return page.Deferred(); },
        });
        self.postMessage('ready');
      \`;
      const workers = [start(script), start(script)];
      await Promise.all(workers.map(message));
      const channel = new BroadcastChannel('tests');
      const list = [1];
      const log = [];
      const call = request(channel, ['call', list]).progress((value) => log.push(value));
      list.push(2);
      log.push(await outcome(call), await outcome(request(channel, ['call', () => 1])));
      const waiting = [request(channel, ['wait']), request(channel, ['wait'])];
      await Promise.all(waiting.map(notified));
      const aborted = Promise.race(workers.map(message));
      waiting[0].abort('enough');
      log.push(await aborted);
      workers.forEach((worker) => worker.terminate());
      log.push(await outcome(waiting[1]));
      channel.close();
      return log;
    `);

    expect(seen).toStrictEqual([
      'under way',
      ['resolved', 1, [1]],
      ['rejected', expect.stringContaining('DataCloneError')],
      'aborted enough',
      ['rejected', 'EventError: Got the event "exit"'],
    ]);
  });
});

describe('a broadcast channel', () => {
  /** Starts work that notifies after it has been aborted, if it is, and tells of an error of the worker. */
  const late = (notification: string) => `
    const worker = start(\`
      self.onerror = (message) => void self.postMessage(String(message));
      page.serve(new BroadcastChannel('late'), {
        work() {
          const { notify, signal } = this;
          notify('begun');
          signal.onabort = () => setTimeout(() => { notify('late'); self.postMessage('notified'); });
          setTimeout(() => notify(${notification}));
          return page.Deferred();
        },
      });
    \`);
    // It comes by another way than the notification, and may overtake it.
    const told = message(worker);
    const channel = new BroadcastChannel('late');
    const work = request(channel, ['work']);
    await notified(work);`;

  it('takes a notification after the abort, of which nobody hears', async () => {
    const seen = await run(`${late("'next'")}
      work.abort();
      const seen = await told;
      channel.close();
      return seen;
    `);

    expect(seen).toBe('notified');
  });

  it('aborts work whose notification cannot be copied, and rejects', async () => {
    const seen = await run(`${late('() => 1')}
      const seen = [await told, await outcome(work)];
      channel.close();
      return seen;
    `);

    expect(seen).toStrictEqual(['notified', ['rejected', expect.stringContaining('DataCloneError')]]);
  });
});

describe('a window whose document has no address of its own', () => {
  it('has the origin of the page that made it', async () => {
    const seen = await run(`
      const answers = [];
      for (const write of [
        (frame, html) => void (frame.srcdoc = html),
        (frame, html) => { frame.contentDocument.write(html); frame.contentDocument.close(); },
        (frame, html) => void (frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }))),
      ]) {
        const frame = document.body.appendChild(document.createElement('iframe'));
        write(frame, '<script>' + library + '; page.serve(parent, { double: (n) => 2 * n });</' + 'script>');
        answers.push(await request(frame.contentWindow, ['double', 2]));
        frame.remove();
      }
      return answers;
    `);

    expect(seen).toStrictEqual([4, 4, 4]);
  });
});

describe('windows', () => {
  /** Puts a frame into the page, and gives the names of the package to it, but only after `before` has run. */
  async function framed(src: string, before: string, inFrame: string): Promise<void> {
    await page.evaluate(`(() => {
      const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { src: '${src}' }));
      globalThis.frame = frame;
      const { request, serve, notified, outcome } = page;
      ${before}
      return new Promise((resolve) => { frame.onload = resolve; });
    })()`);
    const frame = page.frames().at(-1);
    await frame?.evaluate(`${library}; globalThis.page = page; ${inFrame}`);
  }

  afterEach(async () => {
    await page.evaluate('frame.remove()');
  });

  it.each(['here', 'other'] as const)('answer requests that are sent before they are loaded: %s', async (at) => {
    const origin = at === 'here' ? server.origin : server.other;
    await framed(
      origin,
      `globalThis.early = request(frame.contentWindow, ['double', 2], { targetOrigin: '${origin}' });`,
      `page.serve(parent, { double: (n) => 2 * n, wait() { this.notify(1); return globalThis.d = page.Deferred(); } }, { targetOrigin: '${server.origin}' });`,
    );
    const seen = await run(`
      const options = { targetOrigin: '${origin}/path' };
      const waiting = request(frame.contentWindow, ['wait'], options);
      await notified(waiting);
      const answers = [await early, await request(frame.contentWindow, ['double', 3], options)];
      return [answers, waiting.state(), await locks()];
    `);

    // The lock of another origin is not seen, so it is not taken for one of the dead.
    expect(seen).toStrictEqual([[4, 6], 'pending', at === 'here' ? [1, 1] : [0, 0]]);
  });

  it('reject what is pending when a frame of this origin is removed', async () => {
    await framed('/', '', 'page.serve(parent, { wait() { this.notify(1); return page.Deferred(); } });');
    const seen = await run(`
      const waiting = request(frame.contentWindow, ['wait']);
      await notified(waiting);
      frame.remove();
      return outcome(waiting);
    `);

    expect(seen).toStrictEqual(['rejected', 'EventError: Got the event "exit"']);
  });

  it('take nothing from another origin or another window', async () => {
    await framed(
      server.other,
      '',
      `
        globalThis.calls = [];
        const handlers = { call: (name) => calls.push(name) };
        page.serve(parent, handlers, { targetOrigin: 'https://example.com' });
        page.serve(window, handlers, { targetOrigin: '${server.other}' });
        page.serve(parent, { calls: () => calls }, { targetOrigin: '*' });
      `,
    );
    const seen = await run(`
      const options = { targetOrigin: '${server.other}' };
      const call = request(frame.contentWindow, ['call', 'a'], options);
      // Asks this page for what the frame has, under the origin of the frame and under a wrong one.
      const stop = [
        serve(frame.contentWindow, { steal: () => 1 }, { targetOrigin: 'https://example.com' }),
        serve(window, { steal: () => 1 }),
      ];
      const calls = await request(frame.contentWindow, ['calls'], options);
      stop.forEach((end) => end());
      return [await outcome(call), calls];
    `);

    expect(seen).toStrictEqual([['rejected', expect.stringContaining('Expected call to be served')], []]);
  });

  it('take nothing from another frame of the same origin', async () => {
    const ask = `void (globalThis.asked = page.request(parent, ['name'], { targetOrigin: '*' }))`;
    await framed(server.other, '', `page.serve(parent, { name: () => 'the first' }, { targetOrigin: '*' });`);
    await page.evaluate('globalThis.first = frame');
    await framed(server.other, '', `page.serve(parent, { other: () => 'the second' }, { targetOrigin: '*' });`);
    await page.evaluate(
      `globalThis.stop = page.serve(frame.contentWindow, { name: () => 'the page' }, { targetOrigin: '*' })`,
    );
    const [first, second] = page.frames().slice(-2);
    await first?.evaluate(ask);
    await second?.evaluate(ask);
    expect(await second?.evaluate('asked')).toBe('the page');
    expect(await first?.evaluate('asked.state()')).toBe('pending');
    const seen = await run(`
      stop();
      const options = { targetOrigin: '${server.other}' };
      const name = await outcome(request(frame.contentWindow, ['name'], options));
      const answers = [name, await outcome(request(first.contentWindow, ['name'], options))];
      first.remove();
      return answers;
    `);

    expect(seen).toStrictEqual([
      ['rejected', expect.stringContaining('Expected name to be served')],
      ['resolved', 'the first'],
    ]);
  });

  it('follow no answer that another frame forges', async () => {
    await framed(server.other, '', '');
    await page.evaluate('globalThis.first = frame');
    await framed(server.other, '', '');
    const [first, second] = page.frames().slice(-2);
    await page.evaluate(
      `void (globalThis.pending = page.request(frame.contentWindow, ['name'], { targetOrigin: '*' }))`,
    );
    await first?.evaluate(`parent.postMessage({ 'rx-deferred': ['forged', 'name'] }, '*')`);
    await first?.evaluate(`void page.serve(parent, { name: () => 'the first' }, { targetOrigin: '*' })`);
    await page.evaluate(`page.request(first.contentWindow, ['name'], { targetOrigin: '*' })`);
    await second?.evaluate(`void page.serve(parent, { name: () => 'the second' }, { targetOrigin: '*' })`);

    expect(await page.evaluate('pending')).toBe('the second');
    await page.evaluate('first.remove()');
  });

  it('reject what cannot be read there', async () => {
    await framed(server.other, '', `page.serve(parent, { take: () => 1 }, { targetOrigin: '*' });`);
    const seen = await run(`
      const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
      return outcome(request(frame.contentWindow, ['take', module], { targetOrigin: '*' }));
    `);

    expect(seen).toStrictEqual(['rejected', 'TypeError: Expected [object MessageEvent] to be served, got undefined']);
  });
});

describe('without Web Locks', () => {
  it('works from and to a worker of an opaque origin, where they are denied', async () => {
    const seen = await run(`
      const script = self.library + ';page.serve(self, { wait() { this.notify(1); return page.Deferred((d) => { self.addEventListener("message", ({ data }) => data === "go" && d.resolve("gone")); }); } })';
      const worker = new Worker('data:text/javascript,' + encodeURIComponent(script));
      const waiting = request(worker, ['wait']);
      await notified(waiting);
      const seen = [waiting.state(), await locks()];
      worker.postMessage('go');
      return [...seen, await waiting];
    `);

    expect(seen).toStrictEqual(['pending', [0, 0], 'gone']);
  });

  it('works in an insecure context, where there are none', async () => {
    const insecure = (await page.context().browser()?.newPage()) ?? page;
    await insecure.route('http://insecure.test/', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await insecure.goto('http://insecure.test/');
    await insecure.addScriptTag({ content: bundle(code) });
    await insecure.evaluate((library) => Object.assign(globalThis, { library }), library);
    const seen = await run(
      `
        const worker = serving('double: (n) => 2 * n');
        return [isSecureContext, 'locks' in navigator, await request(worker, ['double', 2])];
      `,
      insecure,
    );
    await insecure.close();

    expect(seen).toStrictEqual([false, false, 4]);
  });
});

describe('a peer that is not to be trusted', () => {
  const garbage = `[undefined, null, 0, '', 'zz', {}, [], [[]], { a: 1, toString: 1 }, new Map(), new Error('a'), { then: 1 }, [null, null]]`;

  it('changes nothing by what it sends over the endpoint, and nothing is thrown', async () => {
    const seen = await run(`
      const errors = [];
      const onError = ({ message, reason }) => errors.push(message ?? String(reason));
      addEventListener('error', onError);
      addEventListener('unhandledrejection', onError);
      const worker = start(\`
        self.onunhandledrejection = self.onerror = (event) => self.postMessage(String(event.reason ?? event));
        const stop = page.serve(self, { a: () => 1 });
        for (const value of ${garbage}) {
          for (const data of [value, { 'rx-deferred': value }, { 'rx-deferred': [value] }, { 'rx-deferred': [value, value] }, { 'rx-deferred': [value, 'c'] }]) {
            self.postMessage(data);
          }
        }
      \`);
      worker.addEventListener('message', ({ data }) => typeof data === 'string' && data && data !== 'zz' && errors.push(data));
      for (const value of ${garbage}) {
        for (const data of [value, { 'rx-deferred': value }, { 'rx-deferred': [value] }, { 'rx-deferred': [value, value] }]) {
          worker.postMessage(data);
        }
      }
      const waiting = request(worker, ['b']);
      const a = await request(worker, ['a']);
      return [a, await outcome(waiting), errors];
    `);

    expect(seen).toStrictEqual([1, ['rejected', expect.stringContaining('Expected b to be served')], []]);
  });

  it('changes nothing by what it adds to the prototypes', async () => {
    const seen = await run(`
      const worker = start("Object.prototype['rx-deferred'] = 'a'; page.serve(self, { a: () => 1 });");
      const answers = [];
      worker.addEventListener('message', ({ data }) => answers.push(data['rx-deferred'][1]));
      worker.postMessage({});
      return [await request(worker, ['a']), answers];
    `);

    expect(seen).toStrictEqual([1, ['a', 'a']]);
  });

  it('settles nothing by what it sends over the port of a request', async () => {
    const seen = await run(`
      const errors = [];
      const onError = ({ message, reason }) => errors.push(message ?? String(reason));
      addEventListener('error', onError);
      addEventListener('unhandledrejection', onError);
      const worker = start(\`
        const key = 'rx-deferred';
        self.onmessage = ({ data: { [key]: value } }) => {
          if (value.length === 1) {
            self.postMessage({ [key]: ['the identity', ...value] });
          } else {
            const [, port] = value;
            for (const value of ${garbage}) port.postMessage(value);
            for (const kind of ['then', 'constructor', '__proto__', 'abort', 'toString', 'resolveWith', 0, null, ['resolve']]) port.postMessage([kind, 'wrong']);
            port.postMessage(['notify', 'SyntaxError', 'text', 2]);
            port.postMessage(['notify', {}, {}]);
            port.postMessage(['notify']);
            port.postMessage(['resolve', '', 'right']);
            port.postMessage(['reject', '', 'late']);
          }
        };
      \`);
      const log = [];
      const answer = request(worker, ['a']).progress((...all) => log.push(all.map(String)));
      return [await outcome(answer), log, errors];
    `);

    expect(seen).toStrictEqual([
      ['resolved', 'right'],
      [['SyntaxError: text', '2'], ['[object Object]: [object Object]'], []],
      [],
    ]);
  });

  it('ends nothing but its own request by what it sends over the port to serve()', async () => {
    const seen = await run(`
      const errors = [];
      const worker = start(\`
        self.onunhandledrejection = self.onerror = (event) => self.postMessage('error ' + String(event.reason ?? event));
        page.serve(self, { wait() { this.notify(1); return page.Deferred(); }, a: () => 1 });
      \`);
      worker.addEventListener('message', ({ data }) => String(data).startsWith('error') && errors.push(data));
      const waiting = request(worker, ['wait']);
      await notified(waiting);
      const id = await new Promise((resolve) => {
        worker.addEventListener('message', ({ data }) => Array.isArray(data['rx-deferred']) && resolve(data['rx-deferred'][0]));
        worker.postMessage({ 'rx-deferred': ['a'] });
      });
      const answers = [];
      for (const value of ${garbage}) {
        const { port1, port2 } = new MessageChannel();
        const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
        port1.postMessage(value);
        worker.postMessage({ 'rx-deferred': [id, port2] }, [port2]);
        answers.push((await answer)[0]);
      }
      worker.postMessage({ 'rx-deferred': [id, 'a name'] });
      worker.postMessage({ 'rx-deferred': [id, { postMessage: 1 }] });
      const { port1, port2 } = new MessageChannel();
      port1.postMessage(['wait']);
      for (const value of ${garbage}) port1.postMessage(value);
      worker.postMessage({ 'rx-deferred': [id, port2] }, [port2]);
      return [await request(worker, ['a']), waiting.state(), [...new Set(answers)], errors];
    `);

    expect(seen).toStrictEqual([1, 'pending', ['reject'], []]);
  });
});

describe('1,000 requests', () => {
  it('leave no listener, no port and no lock behind, however they end', async () => {
    const seen = await run(`
      const worker = start(\`
        let open = 0;
        const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
        Object.defineProperty(MessagePort.prototype, 'onmessage', {
          get,
          set(listener) { open += listener ? 1 : 0; set.call(this, listener); },
        });
        const { close } = MessagePort.prototype;
        MessagePort.prototype.close = function () { open--; close.call(this); };
        page.serve(self, {
          a: (i) => i,
          wait() { this.notify(1); return page.Deferred(); },
          fail: () => Promise.reject(1),
          open: () => open,
        });
      \`);
      const open = { listeners: 0, ports: 0 };
      const { MessageChannel } = self;
      self.MessageChannel = class extends MessageChannel {
        constructor() { super(); open.ports++; }
      };
      const { close } = MessagePort.prototype;
      MessagePort.prototype.close = function () { open.ports--; close.call(this); };
      const { addEventListener, removeEventListener } = Worker.prototype;
      Worker.prototype.addEventListener = function (...args) { open.listeners++; addEventListener.apply(this, args); };
      Worker.prototype.removeEventListener = function (...args) { open.listeners--; removeEventListener.apply(this, args); };
      const controller = new AbortController();
      const kinds = ['a', 'fail', 'wait', 'nothing'];
      const requests = Array.from({ length: 1000 }, (_, i) => request(worker, [kinds[i % 4], i], { signal: controller.signal }));
      const most = open.listeners;
      await Promise.all(requests.map((promise, i) => (i % 4 === 2 ? notified(promise) : outcome(promise))));
      const during = [open.listeners, open.ports, await locks()];
      controller.abort();
      const states = requests.map((promise) => promise.state());
      while ((await locks())[1]);
      // The abort of the last request comes before this one, which itself is open.
      if (await request(worker, ['open']) !== 1) states.push('open there');
      return [most, during, open, await locks(), states.filter((state) => state === 'resolved').length, states.filter((state) => state !== 'resolved' && state !== 'rejected')];
    `);

    expect(seen).toStrictEqual([4, [4, 250, [1, 250]], { listeners: 0, ports: 0 }, [1, 0], 250, []]);
  });
});
