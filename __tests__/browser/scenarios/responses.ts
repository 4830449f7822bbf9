import type { Scenario } from './probe.js';

const json = 'application/json';
const statuses = [200, 201, 202, 203, 206, 400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 500, 502, 503];
const redirects = [301, 302, 303, 307, 308];

/** Every class of status, and missing or incomplete responses. */
export const responses: Readonly<Record<string, Scenario>> = {
  ...Object.fromEntries(
    statuses.map((status) => [
      `status ${String(status)}`,
      (probe) => probe.send({ status, type: json, body: `{"status":${String(status)}}`, headers: { 'x-one': 'a, b' } }),
    ]),
  ),
  ...Object.fromEntries(
    [204, 205, 304].map((status) => [`status ${String(status)}`, (probe) => probe.send({ status, type: json })]),
  ),
  ...Object.fromEntries(
    redirects.flatMap((status) =>
      ['GET', 'POST'].map((method) => [
        `redirect ${String(status)} of a ${method}`,
        (probe) => probe.send({ status, to: { body: 'there' } }, { method, data: { a: 1 } }),
      ]),
    ),
  ),
  'redirect to a failure': (probe) => probe.send({ status: 302, to: { status: 404, body: 'nothing there' } }),

  'status 204 for json': (probe) => probe.send({ status: 204 }, { dataType: 'json' }),
  'status 304 by an own header': (probe) =>
    probe.send({ headers: { etag: '"1"' }, body: 'text' }, { headers: { 'If-None-Match': '"1"' } }),
  'ifModified by an entity tag': async (probe) => {
    const answer = { headers: { etag: '"1"' }, body: 'text' };
    await probe.send(answer, { ifModified: true });
    await probe.send(answer, { ifModified: true, dataType: 'json' });
    await probe.send(answer);
  },
  'ifModified by a date': async (probe) => {
    const answer = { headers: { 'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT' }, body: '{"a":1}', type: json };
    await probe.send(answer, { ifModified: true, data: { page: 1 } });
    await probe.send(answer, { ifModified: true, data: { page: 1 } });
    await probe.send(answer, { ifModified: true, data: { page: 2 } });
  },
  'ifModified without a cache': async (probe) => {
    const answer = { headers: { etag: '"1"' }, body: 'text' };
    await probe.send(answer, { ifModified: true, cache: false });
    await probe.send(answer, { ifModified: true, cache: false });
  },

  'HEAD 200': (probe) => probe.send({ headers: { 'x-one': '1' } }, { method: 'HEAD', data: { a: 1 } }),
  'HEAD 404': (probe) => probe.send({ status: 404 }, { method: 'HEAD' }),
  'HEAD of json': (probe) => probe.send({ type: json }, { method: 'HEAD', dataType: 'json' }),
  'the headers of a response': (probe) =>
    probe.send({ headers: { 'X-One': 'a: b', 'x-two': '', 'X-Three': '  spaces' }, body: 'text' }),

  'a slow answer': async (probe) => {
    const over = probe.send({ held: 'all', body: 'late' }, { timeout: 50_000 });
    await probe.seen();
    await probe.open();
    await over;
  },
  timeout: async (probe) => {
    const fire = takeTimer();
    const over = probe.send({ fault: 'no answer' }, { timeout: 300 });
    await probe.seen();
    probe.note('timer', fire());
    await over;
  },
  // This timer is part of the browser, so a test cannot fire it. It leaves enough time for the request to arrive.
  'timeout of xhrFields': (probe) =>
    probe.send({ fault: 'no answer' }, { xhrFields: { timeout: 8000 }, timeout: 10_000 }),
  'closed before headers': (probe) => probe.send({ fault: 'closed before headers' }),
  'closed after headers': (probe) => probe.send({ fault: 'closed after headers' }),
  'closed in the body': (probe) => probe.send({ fault: 'closed in the body' }),
  'closed in a body of json': (probe) => probe.send({ fault: 'closed in the body', type: json }, { dataType: 'json' }),
  'closed while posting': (probe) => probe.send({ fault: 'closed before headers' }, { method: 'POST', data: { a: 1 } }),
  'a body of 1 MB': (probe) => probe.send({ body: 'a', times: 2 ** 20 }),
  'a body of 1 MB in parts': (probe) => probe.send({ body: 'a', times: 2 ** 20, parts: 4 }),
};

/** Intercepts the next timer. Only the returned function fires it, and returns its delay. */
function takeTimer(): () => number | undefined {
  const original = globalThis.setTimeout;
  let taken: { task: () => void; delay: number | undefined } | undefined;
  const take = (task: (...args: unknown[]) => void, delay?: number, ...args: unknown[]): number => {
    globalThis.setTimeout = original;
    taken = {
      delay,
      task: () => {
        task(...args);
      },
    };
    return 0;
  };
  globalThis.setTimeout = take as never;
  return () => {
    taken?.task();
    return taken?.delay;
  };
}
