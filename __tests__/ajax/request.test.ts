import { JSDOM } from 'jsdom';
import { ajax, get, getJSON, post, type AjaxSettings, type JqXHR } from 'rx-deferred/ajax';
import { enter, leave } from '../../src/state/nesting.js';
import { probes } from '../support/levels.js';
import { listenersOf } from '../support/lifetime.js';
import { collectReportsInTime } from '../support/reported-errors.js';
import { logger, outcomeOf, recorder } from '../support/recorder.js';
import { dueTimers, fakeTimeouts } from '../support/turn.js';
import { gated, hang, json, reply, startServer } from './server.js';

const server = startServer();
const reports = collectReportsInTime();

const user = { name: 'Ada' };

/** Sends to an address that answers with JSON, and gives what the server saw. */
async function seenOf(settings: AjaxSettings) {
  await ajax({ url: server.at(json(user)), ...settings });
  const [seen] = server.seen;
  if (!seen) {
    throw new Error('Expected a request');
  }
  return seen;
}

const pathOf = (path: string) => path.replace(/^\/\d+/, '');

describe('the handlers of a request', () => {
  it('get the data, the status and the jqXHR at success, with the settings as this (S33)', async () => {
    const [done, fail, always] = [recorder(), recorder(), recorder()];
    let settings: unknown;
    const jqXHR = ajax(server.at(json(user)), {
      beforeSend(_, used) {
        settings = used;
      },
    });
    await jqXHR.done(done).fail(fail).always(always);
    expect([done.calls, fail.calls, always.calls]).toStrictEqual([
      [[user, 'success', jqXHR]],
      [],
      [[user, 'success', jqXHR]],
    ]);
    expect(done.contexts[0]).toBe(settings);
  });

  it('get the jqXHR, the status and the error at failure, with the context as this (S33)', async () => {
    const [done, fail, always, context] = [recorder(), recorder(), recorder(), {}];
    const jqXHR = ajax(server.at(reply('no', 'text/plain', 404)), { context });
    await outcomeOf(jqXHR.done(done).fail(fail).always(always));
    const args = [jqXHR, 'error', 'Not Found'];
    expect([done.calls, fail.calls, always.calls]).toStrictEqual([[], [args], [args]]);
    expect([fail.contexts[0], always.contexts[0]]).toStrictEqual([context, context]);
    expect(fail.contexts[0]).toBe(context);
  });

  it.each([
    [200, 'success'],
    [500, 'error'],
  ])(
    'run in their order at %i: those of the settings first, statusCode and complete last (S34)',
    async (status, name) => {
      const { log, as } = logger();
      const write = (line: string) => () => {
        as(line)();
      };
      const jqXHR = ajax(server.at(reply('text', 'text/plain', status)), {
        beforeSend: (request) => {
          request.done(write('done in beforeSend')).fail(write('fail in beforeSend'));
        },
        success: [write('success'), [[write('success nested')]]],
        error: [write('error'), [[write('error nested')]]],
        complete: [write('complete'), [write('complete nested')]],
        statusCode: { [status]: [write('code'), [write('code nested')]] },
      });
      jqXHR.statusCode({ [status]: write('code later'), 999: write('never') });
      jqXHR.always(write('always'));
      await outcomeOf(jqXHR);
      expect(log).toStrictEqual([
        `${name === 'success' ? 'done' : 'fail'} in beforeSend`,
        name,
        `${name} nested`,
        'always',
        'code',
        'code nested',
        'code later',
        'complete',
        'complete nested',
      ]);
    },
  );

  it.each([
    [200, 'success', user],
    [404, 'error', 'Not Found'],
  ])(
    'of the status %i get what the others get, complete the jqXHR and the status (S34)',
    async (status, text, value) => {
      const [code, complete, context] = [recorder(), recorder(), {}];
      const jqXHR = ajax(server.at(reply(JSON.stringify(user), 'application/json', status)), {
        context,
        complete,
        statusCode: { [status]: code },
      });
      await outcomeOf(jqXHR);
      expect(code.calls).toStrictEqual([status === 200 ? [value, text, jqXHR] : [jqXHR, text, value]]);
      expect(complete.calls).toStrictEqual([[jqXHR, text]]);
      expect([code.contexts, complete.contexts]).toStrictEqual([[context], [context]]);
    },
  );

  it('that throw stop nothing and are reported (S33, S34)', async () => {
    const { log, as } = logger();
    const throwing = (name: string) => () => {
      as(name)();
      throw new Error(name);
    };
    const jqXHR = ajax(server.at(json(user)), {
      success: throwing('success'),
      complete: [throwing('complete'), throwing('complete 2')],
      statusCode: { 200: [throwing('code'), throwing('code 2')] },
    }).done(throwing('done'), throwing('done 2'));
    await jqXHR;
    const names = ['success', 'done', 'done 2', 'code', 'code 2', 'complete', 'complete 2'];
    expect(log).toStrictEqual(names);
    expect((await reports()).map((error) => (error as Error).message)).toStrictEqual(names);
    expect(jqXHR.state()).toBe('resolved');
  });
});

describe('the jqXHR', () => {
  it('tells of the request before, during and after it (S33)', async () => {
    const states: unknown[] = [];
    const note = (jqXHR: JqXHR) => {
      const { readyState, status, statusText } = jqXHR;
      const headers = [jqXHR.getResponseHeader('X-A'), jqXHR.getAllResponseHeaders()];
      states.push([readyState, status, statusText, ...headers, jqXHR.state()]);
    };
    const jqXHR = ajax(
      server.at((_, response) => {
        response.sendDate = false;
        response.writeHead(201, { 'X-A': '1', Connection: 'close', 'Content-Type': 'text/plain' }).end('text');
      }),
      {
        beforeSend: note,
        success: (_, __, request) => {
          note(request);
        },
      },
    );
    note(jqXHR);
    await jqXHR;
    note(jqXHR);
    expect(states.slice(0, 2)).toStrictEqual([
      [0, 0, '', null, null, 'pending'],
      [1, 0, '', null, null, 'pending'],
    ]);
    const [, , , third] = states as unknown[][];
    expect(third).toMatchObject([4, 201, 'Created', '1', expect.stringMatching(/^x-a: 1\r$/m), 'resolved']);
    expect(states[2]).toStrictEqual(states[3]);
    expect(jqXHR.getResponseHeader('content-TYPE')).toBe('text/plain');
    expect(jqXHR.getResponseHeader('x-none')).toBeNull();
    expect(jqXHR.responseText).toBe('text');
    expect(jqXHR).not.toHaveProperty('responseJSON');
  });

  it('has the response of a failed request too (S33)', async () => {
    const jqXHR = ajax(server.at(reply('{"error":"no"}', 'application/json', 422)));
    await outcomeOf(jqXHR);
    expect(jqXHR).toMatchObject({ status: 422, responseText: '{"error":"no"}', responseJSON: { error: 'no' } });
    expect(JSON.parse(JSON.stringify(jqXHR))).toMatchObject({ status: 422, statusText: 'Unprocessable Entity' });
  });

  it('changes the request before it is sent, and not after (S33)', async () => {
    const jqXHR = ajax(server.at(reply('{"name":"Ada"}')), {
      headers: { 'x-a': 'setting' },
      beforeSend(request) {
        expect(request.setRequestHeader('X-A', 'changed').overrideMimeType('application/json')).toBe(request);
      },
    });
    jqXHR.setRequestHeader('X-A', 'late').overrideMimeType('text/plain');
    expect(await jqXHR).toStrictEqual(user);
    expect(server.seen[0]?.headers['x-a']).toBe('changed');
  });

  it('calls the handlers of its status at once after the end (S34)', async () => {
    const handler = recorder();
    const jqXHR = ajax(server.at(json(user)));
    await jqXHR;
    expect(jqXHR.statusCode({ 200: handler, 404: handler }).statusCode(null)).toBe(jqXHR);
    expect(handler.calls).toStrictEqual([[user, 'success', jqXHR]]);
  });

  it.each([
    [undefined, 'abort'],
    ['', 'abort'],
    ['left', 'left'],
    [new Event('click'), 'abort'],
  ])('is aborted synchronously: abort(%p) gives %s (S35)', async (given, text) => {
    const [fail, complete, code] = [recorder(), recorder(), recorder()];
    const jqXHR = ajax(server.at(hang), { complete, statusCode: { 0: code } }).fail(fail);
    expect(jqXHR.abort(given)).toBe(jqXHR);
    expect([fail.calls, code.calls, complete.calls]).toStrictEqual([
      [[jqXHR, text, text]],
      [[jqXHR, text, text]],
      [[jqXHR, text]],
    ]);
    expect(jqXHR).toMatchObject({ readyState: 0, status: 0, statusText: text });
    expect([jqXHR.getAllResponseHeaders(), jqXHR.getResponseHeader('Date')]).toStrictEqual(['', null]);
    jqXHR.abort('again');
    await server.roundTrip();
    expect([jqXHR.statusText, fail.calls.length]).toStrictEqual([text, 1]);
  });

  it('is not aborted after its end (S35)', async () => {
    const jqXHR = get(server.at(json(user)));
    await jqXHR;
    jqXHR.abort();
    expect(jqXHR).toMatchObject({ readyState: 4, status: 200, statusText: 'OK' });
  });
});

describe('the abort of a request', () => {
  it('comes too late when its response is there (S35)', async () => {
    const jqXHR = ajax(server.at(reply('text')), {
      dataFilter(text) {
        jqXHR.abort();
        return text;
      },
    });
    expect(await jqXHR).toBe('text');
    expect(jqXHR.state()).toBe('resolved');
  });
});

describe('beforeSend', () => {
  it.each<[string, (jqXHR: JqXHR) => unknown]>([
    ['returns false', () => false],
    ['aborts', (jqXHR) => void jqXHR.abort()],
  ])(
    'cancels where it %s: nothing is sent, and the callbacks of the settings are not called (S35)',
    async (_, beforeSend) => {
      fakeTimeouts();
      const [fail, never, code] = [recorder(), recorder(), recorder()];
      const options = { success: never, error: never, complete: never, statusCode: { 0: code }, timeout: 5 };
      const jqXHR = ajax(server.at(json(user)), { ...options, beforeSend }).fail(fail);
      expect(fail.calls).toStrictEqual([[jqXHR, 'canceled', 'canceled']]);
      expect(code.calls).toStrictEqual([[jqXHR, 'canceled', 'canceled']]);
      expect(jest.getTimerCount()).toBe(0);
      await server.roundTrip();
      expect([never.calls, server.seen, fail.calls.length]).toStrictEqual([[], [], 1]);
      expect(jqXHR).toMatchObject({ readyState: 0, status: 0, statusText: 'canceled' });
    },
  );

  it('throws to the caller, as in jQuery, and nothing is sent', async () => {
    const beforeSend = () => {
      throw new Error('no');
    };
    expect(() => ajax(server.at(json(user)), { beforeSend })).toThrow('no');
    await server.roundTrip();
    expect(server.seen).toStrictEqual([]);
  });

  it('may change the settings (S33)', async () => {
    const [success, complete, controller] = [recorder(), recorder(), new AbortController()];
    const other = server.at(json('other'));
    const jqXHR = ajax(server.at(hang), {
      method: 'POST',
      data: { a: 1 },
      beforeSend(_, settings) {
        expect(settings).toMatchObject({ type: 'POST', data: 'a=1', hasContent: true, dataTypes: ['*'] });
        const { signal } = controller;
        Object.assign(settings, { url: other, type: 'PUT', data: 'b=2', success, complete, signal });
      },
    });
    expect(listenersOf(controller.signal)).toBe(1);
    expect(await jqXHR).toBe('other');
    expect(server.seen).toMatchObject([{ method: 'PUT', body: 'b=2' }]);
    expect([success.calls.length, complete.calls.length, listenersOf(controller.signal)]).toStrictEqual([1, 1, 0]);
  });
});

describe('the settings', () => {
  it.each<[AjaxSettings, string]>([
    [{}, 'GET'],
    [{ method: 'put' }, 'PUT'],
    [{ type: 'delete' }, 'DELETE'],
    [{ method: 'PATCH', type: 'POST' }, 'PATCH'],
    [{ method: undefined, type: 'POST' }, 'POST'],
  ])('%j: the method is %s (S33)', async (settings, method) => {
    expect((await seenOf(settings)).method).toBe(method);
  });

  it.each<[AjaxSettings, path: string]>([
    [{ data: { a: [1, 2], b: 'ä b' } }, '?a%5B%5D=1&a%5B%5D=2&b=%C3%A4%20b'],
    [{ data: { a: [1, 2] }, traditional: true }, '?a=1&a=2'],
    [{ data: { a: 1 }, processData: undefined }, '?a=1'],
    [{ data: 'a=1&b=2' }, '?a=1&b=2'],
    [{ data: 'a=1', processData: false }, '?a=1'],
    [{ data: new URLSearchParams('a=1') }, '?a=1'],
    [{ data: [{ name: 'a', value: 1 }] }, '?a=1'],
    [{ data: { a: 1 }, method: 'HEAD' }, '?a=1'],
    [{ data: { a: 1 }, processData: false }, ''],
    [{ data: null }, ''],
  ])('%j: the query is %s (S33)', async (settings, path) => {
    const { body, path: seen, headers } = await seenOf(settings);
    expect([pathOf(seen), body, headers['content-type']]).toStrictEqual([path, '', undefined]);
  });

  it('data goes behind a query that is there, before the fragment (S33)', async () => {
    await ajax(`${server.at(json(user))}?x=1#top`, { data: { a: 1 } });
    expect(pathOf(server.seen[0]?.path ?? '')).toBe('?x=1&a=1');
  });

  it('data that has moved to the query is no body any more (S33)', async () => {
    let used: AjaxSettings | undefined;
    await ajax(server.at(json(user)), {
      data: { a: 1 },
      beforeSend(_, settings) {
        used = settings;
      },
    });
    expect([used?.data, used?.url?.endsWith('?a=1')]).toStrictEqual([undefined, true]);
  });

  it('an address without a protocol is one of http, where there is no page (S33)', async () => {
    expect(await get(server.at(json(user)).replace('http:', ''))).toStrictEqual(user);
  });

  class Point {
    readonly x = 1;
  }
  const formType = 'application/x-www-form-urlencoded; charset=UTF-8';

  it.each<[name: string, AjaxSettings, body: string, type: string | undefined]>([
    ['an object', { data: { a: 'x y', b: [1] } }, 'a=x+y&b%5B%5D=1', formType],
    ['an instance', { data: new Point() }, 'x=1', formType],
    ['URLSearchParams', { data: new URLSearchParams('a=1') }, 'a=1', formType],
    ['a text with a type', { data: '{"a":"%20"}', contentType: 'application/json' }, '{"a":"%20"}', 'application/json'],
    ['a text with a header', { data: '{}', headers: { 'content-type': 'application/json' } }, '{}', 'application/json'],
    ['a text without a type', { data: 'a', contentType: false, processData: false }, 'a', 'text/plain;charset=UTF-8'],
    ['bytes', { data: new Uint8Array([1, 97, 98]).subarray(1), contentType: 'a/b' }, 'ab', 'a/b'],
    ['a buffer', { data: new TextEncoder().encode('ab').buffer, contentType: 'a/b' }, 'ab', 'a/b'],
    ['a Blob', { data: new Blob(['ab'], { type: 'image/png' }) }, 'ab', 'image/png'],
    ['a Blob without a type', { data: new Blob(['ab']) }, 'ab', formType],
    ['a text with other headers', { data: 'a', headers: { 'X-A': 'b' } }, 'a', formType],
    ['a stream', { data: new Blob(['ab']).stream(), contentType: 'a/b' }, 'ab', 'a/b'],
    ['nothing', {}, '', undefined],
  ])('%s is sent as the body (S33)', async (_, settings, body, type) => {
    const seen = await seenOf({ method: 'POST', ...settings });
    expect([seen.body, seen.headers['content-type']]).toStrictEqual([body, type]);
  });

  it('FormData is sent with its boundary (S33)', async () => {
    const data = new FormData();
    data.set('file', new Blob(['content']), 'a.txt');
    const { body, headers } = await seenOf({ method: 'POST', data });
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toMatch(/name="file"; filename="a.txt"[^]*content/);
  });

  it.each<[AjaxSettings, string]>([
    [{}, '*/*'],
    [{ dataType: 'json' }, 'application/json, text/javascript, */*; q=0.01'],
    [{ dataType: 'text' }, 'text/plain, */*; q=0.01'],
    [{ dataType: 'html' }, 'text/html, */*; q=0.01'],
    [{ dataType: 'text json' }, 'text/plain, */*; q=0.01'],
    [{ dataType: 'json', accepts: { json: 'application/x-json' } }, 'application/x-json, */*; q=0.01'],
    [{ accepts: { '*': 'image/png' } }, 'image/png'],
    [{ dataType: 'json', headers: { accept: 'a/b' } }, 'a/b'],
  ])('%j: what is accepted is %s (S33)', async (settings, accept) => {
    expect((await seenOf(settings)).headers.accept).toBe(accept);
  });

  it('headers are sent, undefined ones are not (S33)', async () => {
    const headers = { 'X-A': '1', 'X-B': undefined } as unknown as Record<string, string>;
    expect((await seenOf({ headers })).headers).toMatchObject({ 'x-a': '1', 'x-requested-with': 'XMLHttpRequest' });
    expect(server.seen[0]?.headers).not.toHaveProperty('x-b');
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('X-Requested-With may be set to something else (S33)', async () => {
    expect((await seenOf({ headers: { 'x-requested-with': 'me' } })).headers['x-requested-with']).toBe('me');
  });

  it('crossDomain leaves X-Requested-With out (S33)', async () => {
    expect((await seenOf({ crossDomain: true })).headers).not.toHaveProperty('x-requested-with');
  });

  it.each<[AjaxSettings, string]>([
    [{ username: 'Ada', password: 'ä:b' }, `Basic ${Buffer.from('Ada:ä:b').toString('base64')}`],
    [{ username: 'Ada' }, `Basic ${btoa('Ada:')}`],
    [{ username: 'Ada', headers: { authorization: 'Bearer x' } }, 'Bearer x'],
  ])('%j: the authorization is %s (S33)', async (settings, authorization) => {
    expect((await seenOf(settings)).headers.authorization).toBe(authorization);
  });

  it.each<[dataType: string, body: string, data: unknown]>([
    ['json', '{"name":"Ada"}', user],
    ['text', '{"name":"Ada"}', '{"name":"Ada"}'],
    ['html', '<p>', '<p>'],
    ['text json', '{"name":"Ada"}', user],
    ['* json', '{"name":"Ada"}', user],
    ['json text', '{"name":"Ada"}', '[object Object]'],
    ['  JSON  ', '1', 1],
  ])('dataType %p makes of %s %p (S33)', async (dataType, body, data) => {
    expect(await ajax(server.at(reply(body, 'image/png')), { dataType })).toStrictEqual(data);
  });

  it.each(['xml', 'text foo'])('dataType %p has no conversion here (S35)', async (dataType) => {
    const { args } = await outcomeOf(ajax(server.at(reply('<a/>')), { dataType }));
    expect(args.slice(1)).toStrictEqual([
      'parsererror',
      `No conversion from text to ${dataType.split(' ').pop() ?? ''}`,
    ]);
  });

  it('dataFilter changes the text of a success, not what the jqXHR keeps (S33)', async () => {
    const dataFilter = recorder();
    const jqXHR = ajax(server.at(reply('x{"a":1}')), {
      dataType: 'json',
      dataFilter(text, type) {
        dataFilter.call(this, text, type);
        return text.slice(1);
      },
    });
    expect(await jqXHR).toStrictEqual({ a: 1 });
    expect([dataFilter.calls, jqXHR.responseText]).toStrictEqual([[['x{"a":1}', 'json']], 'x{"a":1}']);
    await outcomeOf(ajax(server.at(reply('no', 'text/plain', 500)), { dataFilter }));
    expect(dataFilter.calls).toHaveLength(1);
  });

  it('dataFilter that throws is a parsererror (S35)', async () => {
    const error = new Error('no');
    const { args } = await outcomeOf(
      ajax(server.at(json(user)), {
        dataFilter() {
          throw error;
        },
      }),
    );
    expect(args.slice(1)).toStrictEqual(['parsererror', error]);
  });

  it('cache: false makes the address a new one each time, of a GET only (S33)', async () => {
    const url = server.at(json(user));
    await ajax(url, { cache: false });
    await ajax(`${url}?_=old&b=1#x`, { cache: false });
    await ajax(url, { cache: false, method: 'POST' });
    const [first, second, third] = server.seen.map(({ path }) => pathOf(path));
    expect(first).toMatch(/^\?_=\d+$/);
    expect(second).toMatch(/^\?&b=1&_=\d+$/);
    expect(third).toBe('');
    expect(first?.slice(-13)).not.toBe(second?.slice(-13));
  });

  it('mimeType stands for the type of the response (S33)', async () => {
    expect(await ajax(server.at(reply('{"name":"Ada"}')), { mimeType: 'application/json' })).toStrictEqual(user);
  });

  it('responseType, also of xhrFields, gives the body as it came (S33)', async () => {
    const url = server.at(reply(new Uint8Array([0, 255]), 'Image/PNG'));
    const blob = await ajax(url, { responseType: 'blob' });
    expect([blob.type, [...new Uint8Array(await blob.arrayBuffer())]]).toStrictEqual(['image/png', [0, 255]]);
    const buffer = ajax(url, { responseType: 'arraybuffer', dataFilter: recorder() });
    expect([...new Uint8Array(await buffer)]).toStrictEqual([0, 255]);
    expect(buffer).not.toHaveProperty('responseText');
    expect(await ajax(url, { xhrFields: { responseType: 'blob', withCredentials: true } })).toBeInstanceOf(Blob);
  });

  it('timeout aborts after its time (S35)', async () => {
    fakeTimeouts();
    const fail = recorder();
    const jqXHR = ajax(server.at(hang), { timeout: 40 }).fail(fail);
    await server.until(() => server.seen.length === 1);
    jest.advanceTimersByTime(39);
    expect(fail.calls).toStrictEqual([]);
    jest.advanceTimersByTime(1);
    expect(fail.calls).toStrictEqual([[jqXHR, 'timeout', 'timeout']]);
    expect(jqXHR).toMatchObject({ readyState: 0, status: 0, statusText: 'timeout' });
  });

  it.each([0, -1, Infinity, 2 ** 40])('timeout %p lets the answer come (S35)', async (timeout) => {
    const { answer, open } = gated(reply('x'));
    const jqXHR = ajax(server.at(answer), { timeout });
    await server.until(() => server.seen.length === 1);
    await dueTimers(); // Node.js makes 1 ms of a delay that is none, or too long for it
    open();
    expect(await jqXHR).toBe('x');
  });

  it('global and uploadProgress make no difference where there is no XMLHttpRequest (S33)', async () => {
    const progress = recorder();
    await post({ url: server.at(reply()), data: 'a', global: true, uploadProgress: true }).progress(progress);
    expect(progress.calls).toStrictEqual([]);
  });

  it('a signal aborts before, during and not after, and is let go (S35)', async () => {
    const before = ajax(server.at(json(user)), { signal: AbortSignal.abort(new Error('gone')) });
    expect((await outcomeOf(before)).args).toStrictEqual([before, 'abort', 'abort']);
    await server.roundTrip();
    expect(server.seen).toStrictEqual([]);
    expect(before.cause).toStrictEqual(new Error('gone'));

    const controller = new AbortController();
    const during = ajax(server.at(hang), { signal: controller.signal });
    await server.until(() => server.seen.length === 1);
    const fail = recorder();
    during.fail(fail);
    controller.abort();
    expect(fail.calls).toStrictEqual([[during, 'abort', 'abort']]);
    expect(during.cause).toBe(controller.signal.reason);
    expect(Object.keys(during)).not.toContain('cause');
    expect(listenersOf(controller.signal)).toBe(0);

    const late = new AbortController();
    const after = ajax(server.at(json(user)), { signal: late.signal });
    expect(listenersOf(late.signal)).toBe(1);
    await after;
    expect(listenersOf(late.signal)).toBe(0);
    late.abort();
    expect(after.state()).toBe('resolved');

    const inHandler = new AbortController();
    const success = () => {
      inHandler.abort();
    };
    const answered = ajax(server.at(json(user)), { signal: inHandler.signal, success });
    await answered;
    expect([answered.state(), 'cause' in answered]).toStrictEqual(['resolved', false]);
  });
});

describe('the handlers of a request on a full stack', () => {
  it('run later, in their order (S34)', async () => {
    const { log, as } = logger();
    const request = ajax(server.at(hang), { complete: as('complete'), statusCode: { 0: as('code') } }).fail(as('fail'));
    const levels = Array.from({ length: 15 }, enter);
    probes(() => false);
    request.abort();
    expect(log).toStrictEqual([]);
    jest.restoreAllMocks();
    levels.forEach(leave);
    expect(log.map((line) => line.split(' ')[0])).toStrictEqual(['fail', 'code', 'complete']);
    // What was aborted may still arrive: now, and not in the next test.
    await server.roundTrip();
  });
});

describe('get(), post() and getJSON()', () => {
  it.each<[string, (url: string, success: () => void) => JqXHR, seen: unknown[], data: unknown]>([
    ['get(url)', (url) => get(url), ['GET', '', ''], '1'],
    ['get(url, data, success, dataType)', (url, f) => get(url, { a: 1 }, f, 'json'), ['GET', '?a=1', ''], 1],
    ['get(url, success, dataType)', (url, f) => get(url, f, 'json'), ['GET', '', ''], 1],
    ['get(url, null, dataType)', (url) => get(url, null, 'json' as never), ['GET', '', ''], 1],
    ['get(url, null, success)', (url, f) => get(url, null, f), ['GET', '', ''], '1'],
    ['get(settings)', (url) => get({ url, data: 'a' }), ['GET', '?a', ''], '1'],
    ['get(URL)', (url) => get(new URL(url)), ['GET', '', ''], '1'],
    ['get(URL) of another window', (url) => get(new new JSDOM('').window.URL(url)), ['GET', '', ''], '1'],
    ['post(url, data)', (url) => post(url, { a: 1 }), ['POST', '', 'a=1'], '1'],
    ['post(settings)', (url) => post({ url, data: 'a', method: undefined }), ['POST', '', 'a'], '1'],
    ['post(settings) of another type', (url) => post({ url, type: 'PUT' }), ['PUT', '', ''], '1'],
    ['getJSON(url)', (url) => getJSON(url), ['GET', '', ''], 1],
    ['getJSON(url, success)', (url, f) => getJSON(url, f), ['GET', '', ''], 1],
    ['getJSON(url, data, success)', (url, f) => getJSON(url, 'a', f), ['GET', '?a', ''], 1],
    ['getJSON(url, null, success)', (url, f) => getJSON(url, null, f), ['GET', '', ''], 1],
    ['ajax(settings)', (url) => ajax({ url, dataType: 'json' }), ['GET', '', ''], 1],
  ])('%s (S33)', async (name, call, seen, data) => {
    const success = recorder();
    const jqXHR = call(server.at(reply('1')), success);
    expect(await jqXHR).toBe(data);
    expect(server.seen.map(({ method, path, body }) => [method, pathOf(path), body])).toStrictEqual([seen]);
    expect(success.calls).toStrictEqual(name.includes('success') ? [[data, 'success', jqXHR]] : []);
  });
});

describe('wrong input', () => {
  const call = ajax as (...args: unknown[]) => unknown;
  const x = 'http://127.0.0.1/';

  it.each<[unknown[], string]>([
    [[], 'Expected url to be a string, got undefined'],
    [[null], 'Expected url to be a string, got undefined'],
    [[5], 'Expected url to be a string, got number'],
    [[{}], 'Expected url to be a string, got undefined'],
    [[x, 5], 'Expected settings to be an object, got number'],
    [[x, () => 1], 'Expected settings to be an object, got function'],
    [[x, { dataType: 5 }], 'Expected dataType to be a string, got number'],
    [[x, { signal: {} }], 'Expected signal to be an AbortSignal, got object'],
    [[x, { headers: 'a' }], 'Expected headers to be an object, got string'],
    [[x, { headers: new Headers() }], 'Expected headers to be a record, got object'],
    [[x, { statusCode: 5 }], 'Expected statusCode to be an object, got number'],
    [[x, { xhrFields: true }], 'Expected xhrFields to be an object, got boolean'],
    [[x, { async: false }], 'Expected async to be true, got boolean'],
    [[x, { responseType: 'json' }], "Expected responseType to be 'blob' or 'arraybuffer', got string"],
    [[x, { data: new FormData() }], 'Expected data to be a string or a record, got object'],
    [[x, { data: new Map() }], 'Expected data to be a record, got object'],
    [[x, { method: 'POST', data: Promise.resolve() }], 'Expected data to be a record, got object'],
    [[x, { method: 'POST', data: () => 'a' }], 'Expected data to be a record, got function'],
    [[x, { data: 5 }], 'Expected data to be a string or a record, got number'],
    [[x, { dataType: 'script' }], "Expected a dataType that is never run, got 'script'"],
    [[x, { dataType: 'text JSONP' }], "never run, got 'text JSONP'"],
  ])('%p is refused: %s (S33)', (args, message) => {
    expect(() => call(...args)).toThrow(TypeError);
    expect(() => call(...args)).toThrow(message);
  });

  it.each([undefined, null])('settings that are %p are none (S33)', async (settings) => {
    expect(await call(server.at(reply('x')), settings)).toBe('x');
  });

  it('an address that is none fails the request (S35)', async () => {
    const { args } = await outcomeOf(ajax('http://:-1'));
    expect(args).toMatchObject([{ status: 0 }, 'error', { name: 'TypeError' }]);
  });
});

describe('a request that goes wrong while it is made', () => {
  it.each<[what: string, settings: AjaxSettings]>([
    ['its body', { method: 'POST', processData: false, data: Object.create(null) as object }],
    [
      'its xhrFields',
      {
        xhrFields: {
          get timeout(): number {
            throw new TypeError('no field');
          },
        },
      },
    ],
  ])('by %s fails once, and leaves no timer (S33)', async (_, settings) => {
    fakeTimeouts();
    const { log, as } = logger();
    const controller = new AbortController();
    const jqXHR = ajax(server.at(hang), {
      ...settings,
      timeout: 10,
      signal: controller.signal,
      error: (_jqXHR, textStatus) => {
        as('error')(textStatus);
      },
      complete: (_jqXHR, textStatus) => {
        as('complete')(textStatus);
      },
    });
    expect((await outcomeOf(jqXHR)).args).toMatchObject([jqXHR, 'error', { name: 'TypeError' }]);
    expect(jest.getTimerCount()).toBe(0);
    await server.roundTrip();
    expect(log).toStrictEqual(['error error', 'complete error']);
    expect([server.seen, listenersOf(controller.signal)]).toStrictEqual([[], 0]);
  });
});

describe('settings', () => {
  it('may inherit (S33)', async () => {
    const { log, as } = logger();
    const defaults = { url: server.at(json(user)), method: 'POST', data: { a: 1 }, success: as('success') };
    await ajax(Object.create(defaults) as AjaxSettings);
    expect(server.seen).toMatchObject([{ method: 'POST', body: 'a=1' }]);
    expect(log).toHaveLength(1);
  });

  it('may stand before data and a callback, as in jQuery (S33)', async () => {
    const { log, as } = logger();
    const send = get as (...args: unknown[]) => JqXHR;
    await send({ url: server.at(json(user)) }, { a: 1 }, as('success'));
    expect(server.seen[0]?.path).toMatch(/\?a=1$/);
    expect(log).toHaveLength(1);
  });
});

describe('dataFilter', () => {
  const ends: [how: string, end: (jqXHR: JqXHR, controller: AbortController) => void][] = [
    [
      'a signal',
      (_, controller) => {
        controller.abort();
      },
    ],
    ['until()', (jqXHR) => void jqXHR.until(AbortSignal.abort()).catch(() => undefined)],
  ];

  it.each(ends)('that aborts by %s leads to one abort, with all arguments (S35)', async (_, end) => {
    const { log, as } = logger();
    const controller = new AbortController();
    const jqXHR: JqXHR = ajax(server.at(reply('a')), {
      signal: controller.signal,
      dataFilter(text) {
        expect(jqXHR.readyState).toBe(4);
        end(jqXHR, controller);
        return text;
      },
      complete: (_jqXHR, textStatus) => {
        as('complete')(textStatus);
      },
    });
    expect((await outcomeOf(jqXHR)).args).toStrictEqual([jqXHR, 'abort', 'abort']);
    expect(log).toStrictEqual(['complete abort']);
    expect(jqXHR.status).toBe(0);
  });
});
