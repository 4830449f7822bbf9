import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstValueFrom, from, lastValueFrom, Subject, switchMap } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { ajax, get, getJSON, type JqXHR } from 'rx-deferred/ajax';
import { collectReportsInTime } from '../support/reported-errors.js';
import { collectUnhandled } from '../support/unhandled.js';
import { listenersOf } from '../support/lifetime.js';
import { collected, held } from '../support/memory.js';
import { outcomeOf, recorder } from '../support/recorder.js';
import { drainMicrotasks, dueTimers, fakeTimeouts } from '../support/turn.js';
import { gated, hang, json, reply, startServer, type Answer } from './server.js';

const server = startServer();
collectReportsInTime();

const abortError = { name: 'AbortError' };
const arrived = (count: number) => server.until(() => server.seen.length === count);
const cut = () => server.seen.filter(({ isCut }) => isCut).length;

/** Sends headers and a part of the body, and no more. */
const half: Answer = (_, response) => {
  response.write('part');
};

describe('abort()', () => {
  it.each<[string, Answer, (jqXHR: JqXHR) => Promise<unknown>]>([
    ['that waits', hang, () => arrived(1)],
    ['that is read', half, (jqXHR) => new Promise((resolve) => void jqXHR.progress(resolve))],
  ])('closes the connection of a request %s (S35)', async (_, answer, isUnderWay) => {
    const jqXHR = get(server.at(answer));
    await isUnderWay(jqXHR);
    await server.roundTrip();
    expect(cut()).toBe(0);
    jqXHR.abort();
    await server.until(() => cut() === 1);
    expect(jqXHR.state()).toBe('rejected');
  });

  it.each(['timeout', 'signal'])('closes the connection, as %s does (S35)', async (by) => {
    fakeTimeouts();
    const controller = new AbortController();
    const settings = by === 'timeout' ? { timeout: 50 } : { signal: controller.signal };
    const jqXHR = ajax(server.at(hang), settings);
    await arrived(1);
    jest.advanceTimersByTime(50);
    controller.abort();
    await server.until(() => cut() === 1);
    expect(jqXHR.statusText).toBe(by === 'timeout' ? 'timeout' : 'abort');
  });
});

describe('until()', () => {
  it('ends the request with its last branch, and not before (S35)', async () => {
    const [header, list, fail] = [new AbortController(), new Subject<void>(), recorder()];
    const jqXHR = get(server.at(hang)).fail(fail);
    const branches = [jqXHR.until(header.signal), jqXHR.then((data) => data).until(list)];
    await arrived(1);
    header.abort();
    await server.roundTrip();
    expect([cut(), jqXHR.state(), branches.map((branch) => branch.state())]).toStrictEqual([
      0,
      'pending',
      ['rejected', 'pending'],
    ]);
    list.next();
    expect(fail.calls).toStrictEqual([[jqXHR, 'abort', 'abort']]);
    await server.until(() => cut() === 1);
    for (const branch of branches) {
      expect((await outcomeOf(branch)).args).toMatchObject([abortError]);
    }
    expect([listenersOf(header.signal), list.observed]).toStrictEqual([0, false]);
  });

  it('lets the other branch have the answer (S35)', async () => {
    const controller = new AbortController();
    const { answer, open } = gated(reply('text'));
    const jqXHR = get(server.at(answer));
    const [left, stays] = [jqXHR.until(controller.signal), jqXHR.until(new AbortController().signal)];
    await arrived(1);
    controller.abort();
    expect(left.state()).toBe('rejected');
    open();
    expect(await stays).toBe('text');
    expect(cut()).toBe(0);
  });
});

describe('a promise that waits for a request', () => {
  const resolved = Deferred<void>().resolve();
  const waiting: [name: string, wait: (url: string) => DeferredPromise][] = [
    ['the result of then()', (url) => get(server.at(reply('first'))).then(() => get(url))],
    ['the result of catch()', (url) => get(server.at(reply('', 'text/plain', 404))).catch(() => get(url))],
    ['the result of finally()', (url) => get(server.at(reply('first'))).finally(() => get(url))],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['the result of pipe()', (url) => get(server.at(reply('first'))).pipe(() => get(url))],
    ['what a deferred was resolved with', (url) => Deferred<JqXHR>().resolve(get(url)).then()],
    ['when()', (url) => when(get(url), 1)],
    ['when.all()', (url) => when.all([get(url), from(get(url))])],
    ['when.any()', (url) => when.any([get(url)])],
    ['when.race()', (url) => when.race([get(url)])],
    ['when.settled()', (url) => when.settled([get(url)], { abortLosers: true })],
    ['toDeferred()', (url) => toDeferred(get(url))],
    ['oneShot()', (url) => oneShot(() => get(url)).get()],
  ];

  it.each(waiting)('closes its connection when it is left: %s (S36)', async (_, wait) => {
    const controller = new AbortController();
    const url = server.at(hang);
    const isUnderWay = () => server.seen.some(({ path }) => url.endsWith(path));
    wait(url).until(controller.signal);
    await server.until(isUnderWay);
    await server.roundTrip();
    expect(cut()).toBe(0);
    controller.abort();
    await server.until(() => server.seen.filter(({ path }) => url.endsWith(path)).every(({ isCut }) => isCut));
  });

  it.each<[string, (jqXHR: JqXHR) => unknown]>([
    ['done()', (jqXHR) => jqXHR.done(() => undefined)],
    ['a promise that was returned to then()', (jqXHR) => resolved.then(() => jqXHR)],
    ['when()', (jqXHR) => when(jqXHR, 1)],
    ['await', (jqXHR) => Promise.all([jqXHR])],
  ])('leaves it open while it is wanted by %s (S38)', async (_, keep) => {
    const controller = new AbortController();
    const { answer, open } = gated(reply('text'));
    const jqXHR = get(server.at(answer));
    keep(jqXHR);
    await arrived(1);
    await drainMicrotasks();
    jqXHR.until(controller.signal);
    when.all([jqXHR], { abortLosers: true }).until(controller.signal);
    controller.abort();
    await server.roundTrip();
    open();
    expect([await jqXHR, cut()]).toStrictEqual(['text', 0]);
  });

  it('leaves it open for a success option, not for error, complete and statusCode (S38)', async () => {
    const controller = new AbortController();
    const ignore = () => undefined;
    const url = server.at(hang);
    const kept = ajax(url, { success: ignore });
    const watched = ajax(url, { error: ignore, complete: ignore, statusCode: { 200: ignore } });
    await arrived(2);
    kept.until(controller.signal);
    watched.until(controller.signal);
    controller.abort();
    await server.until(() => cut() === 1);
    expect([kept.state(), watched.statusText]).toStrictEqual(['pending', 'abort']);
    kept.abort();
  });

  it('is aborted as it says, when the last has left with another reason (S39)', async () => {
    const fail = recorder();
    const jqXHR = get(server.at(hang)).fail(fail, () => jqXHR.abort('inner'));
    await arrived(1);
    jqXHR.until(AbortSignal.abort('outer'));
    expect(fail.calls).toStrictEqual([[jqXHR, 'abort', 'abort']]);
  });
});

describe('oneShot()', () => {
  it('shares one request, and aborts it when the last caller has left (S35)', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const requests: JqXHR[] = [];
    const user = oneShot(() => {
      const request = get(server.at(hang));
      requests.push(request);
      return request;
    });
    const shares = [user.get({ signal: first.signal }), user.get({ signal: second.signal })];
    await arrived(1);
    first.abort();
    await server.roundTrip();
    expect([cut(), shares[1]?.state()]).toStrictEqual([0, 'pending']);
    second.abort();
    await server.until(() => cut() === 1);
    expect(requests.map(({ statusText }) => statusText)).toStrictEqual(['abort']);
    expect(user.peek()).toBeUndefined();
  });

  it('gives all arguments of its one request to each (S33)', async () => {
    const user = oneShot(() => getJSON(server.at(json('Ada'))));
    const handler = recorder();
    await Promise.all([user.get().done(handler), user.get().done(handler)]);
    expect(server.seen).toHaveLength(1);
    const [[data, text, jqXHR] = [], other] = handler.calls;
    expect([data, text, (jqXHR as JqXHR).status]).toStrictEqual(['Ada', 'success', 200]);
    expect(other?.[2]).toBe(jqXHR);
  });
});

describe('a request with others', () => {
  it('is aborted as a loser of when.all() (S35)', async () => {
    const loser = get(server.at(hang));
    const failing = get(server.at(reply('no', 'text/plain', 500)));
    const { args } = await outcomeOf(when.all([loser, failing], { abortLosers: true }));
    expect(args).toStrictEqual([failing, 'error', 'Internal Server Error']);
    expect(loser.statusText).toBe('abort');
    await arrived(2);
    await server.until(() => cut() === 1);
  });

  it('gives lists of arguments in when(), and is observable and awaitable (S33)', async () => {
    const [a, b] = [getJSON(server.at(json(1))), getJSON(server.at(json(2)))];
    const handler = recorder();
    await when(a, b).done(handler);
    expect(handler.calls).toStrictEqual([
      [
        [1, 'success', a],
        [2, 'success', b],
      ],
    ]);
    expect([await a, await firstValueFrom(from(b))]).toStrictEqual([1, 2]);
    expect(await a.catch(() => 0).then((data) => data)).toBe(1);
    const failed = get(server.at(reply('', 'text/plain', 404)));
    await expect(firstValueFrom(from(failed))).rejects.toBe(failed);
  });

  it('is left by switchMap(), which does not end it; until() does (S35)', async () => {
    const terms = new Subject<string>();
    const results: unknown[] = [];
    const requests: JqXHR[] = [];
    const subscription = terms
      .pipe(
        switchMap((term) => {
          const request = get(term === 'a' ? server.at(hang) : server.at(reply(term))).always(() => undefined);
          requests.push(request);
          return request.until(terms);
        }),
      )
      .subscribe({ next: (result) => results.push(result), error: () => undefined });
    terms.next('a');
    await arrived(1);
    subscription.unsubscribe();
    await server.roundTrip();
    expect([cut(), requests[0]?.state(), results]).toStrictEqual([0, 'pending', []]);
    terms.next('b');
    await server.until(() => cut() === 1);
    expect(requests[0]?.statusText).toBe('abort');
  });

  it('settles once, of 1,000 of which 300 are aborted, and the server sees which (S35)', async () => {
    let open = 0;
    const url = server.at((request, response) => {
      open += 1;
      if (!request.url?.includes('hang')) {
        response.end('text');
      }
    });
    const calls = new Map<JqXHR, number>();
    const requests: JqXHR[] = [];
    // Node.js gives up a connection that takes 10 s, which 1,000 at once may do on a busy machine.
    for (let batch = 1; batch <= 20; batch++) {
      const underWay = Array.from({ length: 50 }, (_, i) => get(`${url}?${i % 10 < 3 ? 'hang' : 'answer'}`));
      for (const jqXHR of underWay) {
        jqXHR.always(() => calls.set(jqXHR, (calls.get(jqXHR) ?? 0) + 1));
      }
      await server.until(() => open === batch * 50);
      for (const [i, jqXHR] of underWay.entries()) {
        if (i % 10 < 3) {
          jqXHR.abort();
        }
      }
      requests.push(...underWay);
    }
    await Promise.allSettled(requests);
    await server.until(() => cut() === 300);
    expect(server.seen.filter(({ isCut, path }) => isCut !== path.endsWith('hang'))).toStrictEqual([]);
    expect([calls.size, Math.max(...calls.values())]).toStrictEqual([1000, 1]);
    const texts = requests.map(({ statusText }) => statusText);
    expect([texts.filter((text) => text === 'abort').length, texts.filter((text) => text === 'OK').length]).toEqual([
      300, 700,
    ]);
  }, 120_000);
});

describe('the end of a request', () => {
  const ends: [string, Answer, (jqXHR: JqXHR) => unknown][] = [
    ['is answered', reply('text'), (jqXHR) => jqXHR],
    ['fails', reply('no', 'text/plain', 500), (jqXHR) => jqXHR.catch(() => undefined)],
    [
      'is aborted',
      hang,
      async (jqXHR) => {
        await arrived(1);
        jqXHR.abort();
        await server.until(() => cut() === 1);
      },
    ],
  ];

  it.each(ends)('leaves no handler behind, if it %s (S35)', async (_, answer, end) => {
    const controller = new AbortController();
    let refs: Record<string, WeakRef<object>> = {};
    const jqXHR = ajax(server.at(answer), {
      signal: controller.signal,
      timeout: 60_000,
      beforeSend(request) {
        refs = {
          done: held((handler) => request.done(handler)),
          fail: held((handler) => request.fail(handler)),
          progress: held((handler) => request.progress(handler)),
          statusCode: held((handler) => request.statusCode({ 0: handler, 200: handler, 500: handler })),
          then: held((handler) => request.then(handler, handler)),
        };
      },
    });
    await end(jqXHR);
    expect(Object.keys(refs)).toHaveLength(5);
    await collected(refs);
    expect(listenersOf(controller.signal)).toBe(0);
    expect(jqXHR.state()).not.toBe('pending');
  });

  it.each(ends)('leaves no request behind, if it %s (S35)', async (_, answer, end) => {
    const { signal } = new AbortController();
    const send = async (): Promise<WeakRef<object>> => {
      const jqXHR = ajax(server.at(answer), { signal, timeout: 60_000 });
      await end(jqXHR);
      return new WeakRef(jqXHR);
    };
    const ref = await send();
    expect(server.seen).toHaveLength(1);
    await collected({ jqXHR: ref });
  });

  it.each(['answer', 'abort'])(
    'lets the process end: %s (S35)',
    async (how) => {
      const url = server.at(how === 'answer' ? reply('text') : hang);
      const call = `get({ url: '${url}', timeout: 600_000 })${how === 'abort' ? '.abort()' : ''}`;
      const code = `import { get } from './src/ajax/index.ts'; ${call}.always(() => console.log('end'));`;
      const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: join(__dirname, '..', '..'),
        timeout: 120_000,
      });
      expect(stdout).toBe('end\n');
    },
    150_000,
  );
});

describe('Deferred.onUnhandled', () => {
  const seen = collectUnhandled();

  /** Waits for the end of a request without a handler, and for what is told of it. */
  async function toldOf(jqXHR: JqXHR): Promise<unknown[]> {
    await lastValueFrom(jqXHR.progress$, { defaultValue: undefined });
    await drainMicrotasks();
    await dueTimers();
    return seen.map(({ args }) => args.slice(1));
  }

  const seenBy = (jqXHR: JqXHR, see: (jqXHR: JqXHR) => unknown): JqXHR => {
    see(jqXHR);
    return jqXHR;
  };

  it('is told once of a failed request that nobody handles (S35)', async () => {
    const url = server.at(reply('no', 'text/plain', 500));
    const success = recorder();
    expect(await toldOf(ajax(url, { success }))).toStrictEqual([['error', 'Internal Server Error']]);
    expect(success.calls).toHaveLength(0);
    seen.length = 0;
    expect(await toldOf(ajax(server.at(hang), { timeout: 5 }))).toStrictEqual([['timeout', 'timeout']]);
  });

  it.each<[string, (url: string) => JqXHR]>([
    ['by error', (url) => ajax(url, { error: recorder() })],
    ['by complete', (url) => ajax(url, { complete: recorder() })],
    ['by one of several in complete', (url) => ajax(url, { complete: [recorder(), recorder()] })],
    ['by finally and catch', (url) => seenBy(get(url), (p) => p.finally(recorder()).catch(recorder()))],
    ['by outcome$', (url) => seenBy(get(url), (p) => p.outcome$.subscribe())],
    ['by statusCode', (url) => ajax(url, { statusCode: { 500: recorder() } })],
    ['by fail', (url) => get(url).fail(recorder())],
    ['as it is canceled', (url) => ajax(url, { beforeSend: () => false })],
    ['as it is aborted', (url) => get(url).abort()],
    ['as it is aborted with words', (url) => get(url).abort('left')],
    ['as its signal aborts', (url) => ajax(url, { signal: AbortSignal.abort() })],
    ['as another is rejected with the aborted jqXHR', (url) => get(url).fail(Deferred().reject).abort()],
  ])('is not told of one that is handled: %s (S35)', async (_, send) => {
    expect(await toldOf(send(server.at(reply('no', 'text/plain', 500))))).toStrictEqual([]);
  });
});
