import { ajax, get, type AjaxSettings, type JqXHR, type StatusHandlers } from 'rx-deferred/ajax';
import { collectReportsInTime } from '../support/reported-errors.js';
import { outcomeOf, recorder } from '../support/recorder.js';
import { json, reply, startServer } from './server.js';

const server = startServer();
collectReportsInTime();

const globals = globalThis as { hacked?: unknown };
const script = 'globalThis.hacked = true; "ran"';

/** An object with a property of its own that is named `__proto__`, and more that could do harm. */
const hostile = () =>
  JSON.parse('{"__proto__":{"polluted":"1"},"constructor":{"prototype":{"polluted":"1"}}}') as Record<string, string>;

afterEach(() => {
  expect(globals).not.toHaveProperty('hacked');
  expect({}).not.toHaveProperty('polluted');
  expect(Object.prototype).toStrictEqual({});
  delete globals.hacked;
});

describe('a response is never run', () => {
  const types = ['text/javascript', 'application/javascript', 'application/ecmascript', 'application/x-ecmascript'];
  const dataTypes = [undefined, 'text', 'html', '*'];

  it.each(types.flatMap((type) => dataTypes.map((dataType) => [type, dataType] as const)))(
    'as %s, asked for as %s (S35)',
    async (type, dataType) => {
      const run = [jest.spyOn(globalThis, 'eval'), jest.spyOn(globalThis, 'Function')];
      expect(await ajax(server.at(reply(script, type)), { dataType })).toBe(script);
      expect(run.map(({ mock }) => mock.calls)).toStrictEqual([[], []]);
    },
  );

  it.each(['json', 'xml', 'javascript', 'text javascript'])('asked for as %s (S35)', async (dataType) => {
    const { args } = await outcomeOf(ajax(server.at(reply(script, 'text/javascript')), { dataType }));
    expect(args[1]).toBe('parsererror');
  });

  it.each(['script', 'text script', 'json script', 'jsonp', 'json jsonp', 'SCRIPT', '\tscript\n', '* script'])(
    'as dataType %j: that is refused, and nothing is sent (S35)',
    async (dataType) => {
      expect(() => ajax(server.at(reply(script)), { dataType })).toThrow(
        /^Expected a dataType that is never run, got '/,
      );
      expect(() => get(server.at(reply(script)), undefined, null, dataType)).toThrow(TypeError);
      await server.roundTrip();
      expect(server.seen).toStrictEqual([]);
    },
  );

  it('as a data type that beforeSend adds (S35)', async () => {
    const beforeSend: AjaxSettings['beforeSend'] = (_, { dataTypes }) => {
      dataTypes.push('script');
    };
    const { args } = await outcomeOf(ajax(server.at(reply(script)), { beforeSend }));
    expect(args.slice(1)).toStrictEqual(['parsererror', 'No conversion from text to script']);
  });

  it('of an error (S35)', async () => {
    const { args } = await outcomeOf(ajax(server.at(reply(script, 'text/javascript', 500))));
    expect(args.slice(1)).toStrictEqual(['error', 'Internal Server Error']);
  });

  it('of a javascript: address, which cannot be sent to (S35)', async () => {
    const jqXHR = get(`javascript:${encodeURIComponent(script)}`);
    expect((await outcomeOf(jqXHR)).args).toStrictEqual([jqXHR, 'error', '']);
  });

  it('of a data: address, which is text (S35)', async () => {
    expect(await get(`data:text/javascript,${encodeURIComponent(script)}`)).toBe(script);
  });

  it('by a callback that its address names (S35)', async () => {
    const url = `${server.at(reply('hack(1)', 'text/javascript'))}?callback=?`;
    const { args } = await outcomeOf(ajax(url, { dataType: 'json', jsonp: 'callback' } as AjaxSettings));
    expect(args[1]).toBe('parsererror');
    expect(server.seen[0]?.path).toMatch(/\?callback=\?$/);
  });
});

describe('a name that objects have anyway', () => {
  it('in JSON is a property as any other (S33)', async () => {
    const data = await get<object>(server.at(json(hostile())));
    expect(Object.keys(data)).toStrictEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  it('in data is sent, but for __proto__, of any method (S33)', async () => {
    for (const method of ['GET', 'POST']) {
      await ajax(server.at(reply()), { method, data: hostile() });
    }
    const query = 'constructor%5Bprototype%5D%5Bpolluted%5D=1';
    expect(server.seen[0]?.path.split('?')[1]).toBe(query);
    expect(server.seen[1]?.body).toBe(query);
  });

  it('in the settings changes nothing (S33)', async () => {
    const settings = JSON.parse('{"__proto__":{"method":"PUT","polluted":1},"constructor":1}') as AjaxSettings;
    let used: object | undefined;
    await ajax({
      ...settings,
      url: server.at(reply()),
      beforeSend: (_, complete) => {
        used = complete;
      },
    });
    expect(server.seen[0]?.method).toBe('GET');
    expect(Object.getPrototypeOf(used)).toBe(Object.prototype);
    await get({ ...settings, url: server.at(reply()) });
    expect(server.seen[1]?.method).toBe('GET');
  });

  it('in the headers is one of the request, or none (S33)', async () => {
    const headers = JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, string>;
    await ajax(server.at(reply()), { headers });
    expect(server.seen[0]?.headers).toMatchObject({ constructor: '2', 'x-requested-with': 'XMLHttpRequest' });
    expect(server.seen[0]?.headers).not.toHaveProperty('polluted');
  });

  it('in accepts and xhrFields changes nothing (S33)', async () => {
    const own = JSON.parse('{"__proto__":{"json":"a/b","polluted":1},"constructor":"c/d"}') as Record<string, string>;
    await ajax(server.at(json(1)), { dataType: 'json', accepts: own, xhrFields: own });
    expect(server.seen[0]?.headers.accept).toBe('application/json, text/javascript, */*; q=0.01');
  });

  it('in the headers of a response is found if it is there, and only then (S33)', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const plain = get(server.at(reply()));
    const harmful = get(
      server.at((_, response) => {
        response.writeHead(200, names.map((name) => [name, '1']).flat()).end();
      }),
    );
    await plain;
    await harmful;
    const find = (jqXHR: JqXHR) => names.map((name) => jqXHR.getResponseHeader(name));
    expect([find(plain), find(harmful)]).toStrictEqual([
      [null, null, null],
      ['1', '1', '1'],
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'as dataType %s is none that there is (S35)',
    async (dataType) => {
      const { args } = await outcomeOf(ajax(server.at(reply('a')), { dataType }));
      expect(args.slice(1)).toStrictEqual(['parsererror', `No conversion from text to ${dataType.toLowerCase()}`]);
      expect(server.seen[0]?.headers.accept).toBe('*/*');
    },
  );

  it('in statusCode is no handler of a status (S34)', async () => {
    const handler = recorder();
    await ajax(server.at(reply()), {
      statusCode: JSON.parse('{"__proto__":{"200":1}}') as StatusHandlers<unknown>,
    }).statusCode({
      200: handler,
    });
    expect(handler.calls).toHaveLength(1);
  });
});

describe('a header that would begin another', () => {
  it.each<[string, Record<string, string>]>([
    ['a value with CRLF', { 'X-A': '1\r\nX-B: 2' }],
    ['a value with LF', { 'X-A': '1\nX-B: 2' }],
    ['a value with NUL', { 'X-A': '1\0' }],
    ['a name with CRLF', { 'X-A: 1\r\nX-B': '2' }],
    ['a name with a colon', { 'X-A: 1': '2' }],
    ['a type with CRLF', { 'Content-Type': 'a/b\r\nX-B: 2' }],
  ])('%s is refused, and nothing is sent (S35)', async (_, headers) => {
    const jqXHR = ajax(server.at(reply()), { method: 'POST', data: 'a', headers });
    const { args } = await outcomeOf(jqXHR);
    expect(args).toMatchObject([jqXHR, 'error', { name: 'TypeError' }]);
    await server.roundTrip();
    expect(server.seen).toStrictEqual([]);
  });

  it.each<AjaxSettings>([
    { accepts: { '*': 'a\r\nX-B: 2' } },
    { contentType: 'a/b\r\nX-B: 2' },
    { beforeSend: (jqXHR) => jqXHR.setRequestHeader('X-A', '1\r\nX-B: 2') },
  ])('%j is refused as well (S35)', async (settings) => {
    expect((await outcomeOf(ajax(server.at(reply()), settings))).args[1]).toBe('error');
    await server.roundTrip();
    expect(server.seen).toStrictEqual([]);
  });

  it('a name or password is encoded (S33)', async () => {
    await ajax(server.at(reply()), { username: 'a\r\nX-B: 2', password: '\r\nX-C: 3' });
    expect(server.seen[0]?.headers).not.toHaveProperty('x-b');
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${btoa('a\r\nX-B: 2:\r\nX-C: 3')}`);
  });
});
