import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ajax, get, getJSON, type AjaxProgress, type AjaxSettings } from 'rx-deferred/ajax';
import { collectReportsInTime } from '../support/reported-errors.js';
import { outcomeOf, recorder } from '../support/recorder.js';
import { json, reply, startServer, type Answer } from './server.js';

const server = startServer();
collectReportsInTime();

/** Sends to an address that answers so, and gives the request and how it came out. */
async function answered(answer: Answer, settings: AjaxSettings = {}) {
  const jqXHR = ajax(server.at(answer), settings);
  const { state, args } = await outcomeOf(jqXHR);
  return { jqXHR, state, args };
}

const status =
  (code: number, body?: string): Answer =>
  (_, response) =>
    response.writeHead(code).end(body);

describe('a response of status', () => {
  it.each([200, 201, 202, 203, 205, 206, 226, 299])('%i is a success (S33)', async (code) => {
    const { jqXHR, args } = await answered(status(code));
    expect(args).toStrictEqual(['', 'success', jqXHR]);
    expect(jqXHR).toMatchObject({ status: code, readyState: 4, responseText: '' });
  });

  it.each([
    [300, 'Multiple Choices'],
    [400, 'Bad Request'],
    [401, 'Unauthorized'],
    [404, 'Not Found'],
    [422, 'Unprocessable Entity'],
    [499, 'unknown'],
    [500, 'Internal Server Error'],
    [503, 'Service Unavailable'],
    [599, 'unknown'],
  ])('%i is an error, %s, with its body (S33)', async (code, text) => {
    const { jqXHR, args } = await answered(status(code, 'body'));
    expect(args).toStrictEqual([jqXHR, 'error', text]);
    expect(jqXHR).toMatchObject({ status: code, statusText: text, readyState: 4, responseText: 'body' });
  });

  it('without words gets them from the text status (S33)', async () => {
    const { jqXHR, args } = await answered((request) =>
      request.socket.end('HTTP/1.1 404 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(args).toStrictEqual([jqXHR, 'error', '']);
    expect(jqXHR.statusText).toBe('error');
  });

  it.each<[string, Answer, AjaxSettings]>([
    ['204', status(204), { dataType: 'json' }],
    ['200 to HEAD', json({ name: 'Ada' }), { method: 'HEAD' }],
  ])('%s is nocontent, of whatever data type (S35)', async (_, answer, settings) => {
    const { jqXHR, args } = await answered(answer, settings);
    expect(args).toStrictEqual([undefined, 'nocontent', jqXHR]);
  });

  it('404 to HEAD is an error (S35)', async () => {
    expect((await answered(status(404), { method: 'HEAD' })).args.slice(1)).toStrictEqual(['error', 'Not Found']);
  });

  it('304 is notmodified, if the last answer is asked for again (S35)', async () => {
    const date = new Date(0).toUTCString();
    const url = server.at((request, response) => {
      const isKnown = request.headers['if-none-match'] === '"1"' && request.headers['if-modified-since'] === date;
      response.writeHead(isKnown ? 304 : 200, { ETag: '"1"', 'Last-Modified': date }).end(isKnown ? undefined : 'text');
    });
    const outcomes = [];
    for (const settings of [{ ifModified: true }, { ifModified: true }, {}, { ifModified: true, cache: false }]) {
      const { args } = await outcomeOf(ajax(url, settings));
      outcomes.push(args.slice(0, 2));
    }
    expect(outcomes).toStrictEqual([
      ['text', 'success'],
      [undefined, 'notmodified'],
      ['text', 'success'],
      [undefined, 'notmodified'],
    ]);
    await outcomeOf(ajax(`${url}?other`, { ifModified: true }));
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('if-none-match');
  });

  it('is not asked for again, if the request before did not have ifModified (S33)', async () => {
    const url = server.at((_, response) => response.writeHead(200, { ETag: '"1"' }).end('text'));
    await ajax(url);
    await ajax(url, { ifModified: true });
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('if-none-match');
    await ajax(url, { ifModified: true });
    expect(server.seen.at(-1)?.headers).toHaveProperty('if-none-match', '"1"');
  });

  it('304 is notmodified, if nobody asked for it too (S35)', async () => {
    const { jqXHR, args } = await answered(status(304));
    expect(args).toStrictEqual([undefined, 'notmodified', jqXHR]);
  });

  it.each([301, 302, 303, 307, 308])('%i is followed (S33)', async (code) => {
    const target = server.at((request, response) => response.end(request.method));
    const { args } = await answered((_, response) => response.writeHead(code, { Location: target }).end(), {
      method: 'POST',
      data: 'a',
    });
    expect(args[0]).toBe(code < 304 ? 'GET' : 'POST');
  });

  it('302 that goes in a circle is a network error (S35)', async () => {
    const { jqXHR, args } = await answered((request, response) =>
      response.writeHead(302, { Location: request.url }).end(),
    );
    expect(args).toStrictEqual([jqXHR, 'error', '']);
    expect(jqXHR.cause).toMatchObject({ cause: { message: 'redirect count exceeded' } });
  });
});

describe('a response that does not come through', () => {
  const ways: [string, Answer][] = [
    ['is reset before it begins', (request) => request.socket.resetAndDestroy()],
    ['is closed before it begins', (request) => request.socket.destroy()],
    [
      'is reset in its body',
      (request, response) => {
        response.writeHead(200, { 'Content-Length': '10' }).write('12345', () => request.socket.resetAndDestroy());
      },
    ],
    [
      'is shorter than it says',
      (request, response) => {
        response.writeHead(200, { 'Content-Length': '10' }).write('12345', () => request.socket.destroy());
      },
    ],
    [
      'is chunked without an end',
      (request, response) => {
        response.write('12345', () => request.socket.destroy());
      },
    ],
    [
      'is no gzip, though it says so',
      (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('this is no gzip'),
    ],
  ];

  it.each(ways)('as it %s, is a network error with its cause (S35)', async (_, answer) => {
    const complete = recorder();
    const { jqXHR, args } = await answered(answer, { complete, statusCode: { 0: complete } });
    expect(args).toStrictEqual([jqXHR, 'error', '']);
    expect(jqXHR).toMatchObject({ readyState: 0, status: 0, statusText: 'error' });
    expect(jqXHR.cause).toMatchObject({
      name: 'TypeError',
      cause: { name: expect.stringMatching(/Error$/) as string },
    });
    expect(jqXHR).not.toHaveProperty('responseText');
    expect([jqXHR.getAllResponseHeaders(), jqXHR.getResponseHeader('Date')]).toStrictEqual(['', null]);
    expect(complete.calls).toStrictEqual([
      [jqXHR, 'error', ''],
      [jqXHR, 'error'],
    ]);
  });

  it('as nobody listens, is a network error that says so (S35)', async () => {
    const closed = createServer();
    const port = await new Promise<number>((resolve) => {
      closed.listen(0, '127.0.0.1', () => {
        resolve((closed.address() as { port: number }).port);
      });
    });
    await new Promise((resolve) => closed.close(resolve));
    const jqXHR = get(`http://127.0.0.1:${String(port)}`);
    expect((await outcomeOf(jqXHR)).args).toStrictEqual([jqXHR, 'error', '']);
    expect(jqXHR.cause).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('has no cause, if it came or was aborted (S35)', async () => {
    const failed = await answered(status(500));
    const aborted = get(server.at(status(200))).abort();
    expect([failed.jqXHR, aborted].map((jqXHR) => 'cause' in jqXHR)).toStrictEqual([false, false]);
  });
});

describe('the body of a response', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/json; charset=utf-8', '[]', []],
    ['application/problem+json', '{"a":1}', { a: 1 }],
    ['text/javascript', '{"a":1}', '{"a":1}'],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['text/html', '<p>', '<p>'],
    ['application/octet-stream', 'a', 'a'],
    ['nonsense', 'a', 'a'],
  ])('of type %s decides what is made of it (S33)', async (type, body, data) => {
    const { args } = await answered(reply(body, type));
    expect(args[0]).toStrictEqual(data);
  });

  it('has no type that decides, if there is none (S33)', async () => {
    expect((await answered(status(200, '{"a":1}'))).args[0]).toBe('{"a":1}');
  });

  it.each(['', '{', '{"a":}', 'NaN', '<p>', '\u0000'])('as bad JSON, %j, is a parsererror (S35)', async (body) => {
    const { jqXHR, args } = await answered(reply(body, 'application/json'));
    expect(args).toMatchObject([jqXHR, 'parsererror', { name: 'SyntaxError' }]);
    expect(jqXHR.state()).toBe('rejected');
    expect(jqXHR).toMatchObject({ status: 200, statusText: 'OK', readyState: 4, responseText: body });
    expect(jqXHR).not.toHaveProperty('responseJSON');
  });

  it('of a type without a field is only the text (S33)', async () => {
    const { jqXHR, args } = await answered(reply('<p>', 'text/html'));
    expect(args).toStrictEqual(['<p>', 'success', jqXHR]);
    expect(Object.keys(jqXHR)).not.toContain('undefined');
  });

  it('as it came is a success (S33)', async () => {
    const { args } = await answered(reply('a', 'text/plain'), { responseType: 'arraybuffer' });
    expect(args[1]).toBe('success');
  });

  it('is left as it is by the data type * (S33)', async () => {
    expect((await answered(json({ a: 1 }), { dataType: 'json *' })).args[0]).toStrictEqual({ a: 1 });
  });

  it('as bad JSON of an error, is only the error (S35)', async () => {
    const { args } = await answered(reply('<p>', 'application/json', 500));
    expect(args.slice(1)).toStrictEqual(['error', 'Internal Server Error']);
  });

  it('is JSON for getJSON(), of whatever type (S33)', async () => {
    expect(await getJSON(server.at(reply('{"a":1}', 'text/html')))).toStrictEqual({ a: 1 });
  });

  const latin1 = Buffer.from('Zürich', 'latin1');
  const utf8 = Buffer.from('Zürich €');

  it.each<[string, Uint8Array, type: string, mimeType: string | undefined, text: string]>([
    ['in UTF-8', utf8, 'text/plain', undefined, 'Zürich €'],
    ['with a byte order mark', Buffer.from('\ufeffa'), 'text/plain', undefined, 'a'],
    ['in latin1', latin1, 'text/plain; charset=ISO-8859-1', undefined, 'Zürich'],
    ['in latin1, quoted', latin1, 'text/plain;Charset="latin1"', undefined, 'Zürich'],
    ['in latin1 by mimeType', latin1, 'text/plain', 'text/plain; charset=latin1', 'Zürich'],
    ['in latin1, with a mimeType that does not say', latin1, 'a/b; charset=latin1', 'text/plain', 'Zürich'],
    ['in UTF-8 by mimeType', utf8, 'text/plain; charset=latin1', 'text/plain; charset=utf-8', 'Zürich €'],
    ['in UTF-16', Buffer.from('a€', 'utf16le'), 'text/plain; charset=utf-16le', undefined, 'a€'],
    ['in an encoding that nobody knows', utf8, 'text/plain; charset=klingon', undefined, 'Zürich €'],
    ['in broken UTF-8', Buffer.from([97, 0xff]), 'text/plain', undefined, 'a\ufffd'],
  ])('%s is decoded (S33)', async (_, body, type, mimeType, text) => {
    expect((await answered(reply(body, type), { mimeType })).args[0]).toBe(text);
  });

  it('with a byte order mark is JSON all the same (S33)', async () => {
    expect((await answered(reply('\ufeff{"a":1}', 'application/json'))).args[0]).toStrictEqual({ a: 1 });
  });

  const big = 'x'.repeat(300_000);

  /** The notes of progress of one request. */
  async function progressOf(answer: Answer): Promise<AjaxProgress[]> {
    const notes: AjaxProgress[] = [];
    const text = await get<string>(server.at(answer)).progress((note) => notes.push(note));
    expect(text).toBe(big);
    return notes;
  }

  it('notifies of its progress, with the total (S33)', async () => {
    const notes = await progressOf((_, response) => response.writeHead(200, { 'Content-Length': big.length }).end(big));
    expect(notes.length).toBeGreaterThan(1);
    notes.forEach((note, i) => {
      const { loaded } = note;
      expect(note).toStrictEqual({ direction: 'download', loaded, total: 300_000, ratio: loaded / 300_000 });
      expect(loaded).toBeGreaterThan(notes[i - 1]?.loaded ?? 0);
    });
    expect(notes.at(-1)?.ratio).toBe(1);
  });

  it.each<[string, Answer]>([
    [
      'chunked',
      (_, response) => {
        response.write(big.slice(1));
        response.end('x');
      },
    ],
    [
      'compressed',
      (_, response) => {
        const zipped = gzipSync(big);
        response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': zipped.length }).end(zipped);
      },
    ],
  ])('notifies without a total, if it is %s (S33)', async (_, answer) => {
    const last = (await progressOf(answer)).at(-1);
    expect(last).toStrictEqual({ direction: 'download', loaded: 300_000, total: undefined, ratio: undefined });
  });

  it('that comes slowly, in parts of characters, is one (S33)', async () => {
    const parts = [...Buffer.from('a€')];
    let writeOn: () => void = () => undefined;
    const jqXHR = get(
      server.at((_, response) => {
        writeOn = () => {
          const byte = parts.shift();
          if (byte === undefined) {
            response.end();
          } else {
            response.write(Buffer.from([byte]));
          }
        };
        writeOn();
      }),
    );
    expect(
      await jqXHR.progress(() => {
        writeOn();
      }),
    ).toBe('a€');
  });

  it('notifies with the context as this, and may be aborted by that (S33, S35)', async () => {
    const [progress, context] = [recorder(), {}];
    const jqXHR = ajax(
      server.at((_, response) => {
        response.write('x');
      }),
      { context },
    );
    jqXHR.progress(progress, () => jqXHR.abort());
    expect((await outcomeOf(jqXHR)).args).toStrictEqual([jqXHR, 'abort', 'abort']);
    expect(progress.contexts).toStrictEqual([context]);
    expect(progress.contexts[0]).toBe(context);
  });

  it('has headers that are found whatever their case, several as one (S33)', async () => {
    const { jqXHR } = await answered((_, response) =>
      response.writeHead(200, { 'X-List': ['1', '2'], 'X-Empty': '', 'X-Colon': 'a: b' }).end(),
    );
    const names = ['x-list', 'X-EMPTY', 'X-Colon', 'X', 'List'];
    expect(names.map((name) => jqXHR.getResponseHeader(name))).toStrictEqual(['1, 2', '', 'a: b', null, null]);
    expect(jqXHR.getAllResponseHeaders()).toMatch(/^x-list: 1, 2\r\n/m);
  });
});
