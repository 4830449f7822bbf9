import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { from, switchMap, timer } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import { rounds, runGraph } from '../support/consumer-graph.js';
import { listenersOf } from '../support/lifetime.js';
import { heapUsed } from '../support/memory.js';
import { collectReportsInTime } from '../support/reported-errors.js';
import { dueTimers } from '../support/turn.js';

collectReportsInTime();

/** How long each test runs: `SOAK_MINUTES=30 npm run test:soak`. */
const minutes = Number(process.env['SOAK_MINUTES'] ?? 1.5);

/**
 * By how much the heap may differ, in bytes. The engine keeps compiled code. The fetch of Node.js, without this package,
 * varies by one megabyte and more; half of a run leaks more than two if each request leaves a hundred bytes.
 */
const noise = { graphs: 400_000, requests: 2_000_000 };

jest.setTimeout(minutes * 60_000 + 120_000);

/** Repeats work for the time of a test, tells how it stands, and expects the heap to be flat after a warm-up. */
async function soak(
  name: keyof typeof noise,
  work: (round: number) => Promise<void>,
  finish?: () => Promise<void>,
): Promise<void> {
  const start = Date.now();
  const heaps: number[] = [];
  let round = 0;
  for (let sample = 1; sample <= 20; sample++) {
    while (Date.now() - start < (sample / 20) * minutes * 60_000) {
      await work(round++);
    }
    await finish?.();
    heaps.push(await heapUsed());
    const heap = (Number(heaps.at(-1)) / 2 ** 20).toFixed(1);
    process.stderr.write(`${name}: ${String(sample * 5)} %, ${String(round)} rounds, heap ${heap} MB\n`);
  }
  const [early, late] = [heaps.slice(5, 10), heaps.slice(15)].map((part) => Math.min(...part)) as [number, number];
  expect(late - early).toBeLessThan(noise[name]);
}

it('graphs of promises leave nothing on the heap (S36, S38)', async () => {
  const counts = { aborted: 0, kept: 0 };
  await soak('graphs', async (round) => {
    for (const graph of fc.sample(rounds, { numRuns: 5, seed: round })) {
      await runGraph(graph, counts);
    }
  });
  expect(Math.min(counts.aborted, counts.kept)).toBeGreaterThan(100);
});

describe('requests', () => {
  let open = 0;
  // A request that is aborted while its connection is made leaves a connection without a request.
  const lifetimes = { headersTimeout: 1000, keepAliveTimeout: 1000, connectionsCheckingInterval: 100 };
  const server = createServer(lifetimes, (request, response) => {
    open++;
    response.on('close', () => open--);
    if (request.url === '/text') {
      response.end('text');
    } else if (request.url === '/half') {
      response.write('half');
    }
  });
  let origin = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Waits until the server has closed all connections: the fetch of Node.js keeps much for each of them. */
  async function disconnected(): Promise<void> {
    const countConnections = promisify(server.getConnections.bind(server));
    while ((await countConnections()) > 0) {
      await dueTimers();
    }
  }

  const flows: ((url: string) => DeferredPromise)[] = [
    (url) => get(url),
    (url) => get(`${origin}/text`).then(() => get(url)),
    (url) => when(get(url), get(`${origin}/text`)),
    (url) => when.all([get(url), from(get(`${origin}/half`))]),
    (url) => when.race([get(url), get(`${origin}/hang`)], { abortLosers: true }),
    (url) => oneShot(() => get(url)).get(),
    (url) => toDeferred(timer(1).pipe(switchMap(() => toDeferred(get(url))))),
    (url) => Deferred<DeferredPromise>().resolve(get(url)).then(),
  ];

  it('leave no connection, no listener and nothing on the heap (S36, S41)', async () => {
    const application = new AbortController();
    await soak(
      'requests',
      async (round) => {
        const leave = new AbortController();
        const promises = flows.map((flow, i) =>
          flow(`${origin}/${['text', 'half', 'hang'][(round + i) % 3] ?? ''}`)
            .until(application.signal)
            .until(leave.signal),
        );
        expect(listenersOf(application.signal)).toBeLessThan(2);
        for (let tasks = 0; tasks < round % 5; tasks++) {
          await dueTimers();
        }
        leave.abort();
        await Promise.allSettled(promises);
        while (open > 0) {
          await dueTimers();
        }
      },
      disconnected,
    );
    expect(open).toBe(0);
    application.abort();
    expect(listenersOf(application.signal)).toBe(0);
  });
});
