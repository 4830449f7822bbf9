import type { Page } from 'playwright-core';

import { toPath, type Answer } from './answer.js';
import { ours } from './page.js';
import { setUp } from './set-up.js';

jest.setTimeout(180_000);

const { server, open } = setUp();
let page: Page;

beforeEach(async () => {
  page = await open(ours);
});

afterEach(async () => {
  await page.close();
});

/**
 * Sends a request, then runs a script element. Returns the text status, whether the response has run as a script, and
 * whether it has polluted `Object.prototype`.
 */
function send(address: string, settings = '{}'): Promise<unknown[]> {
  return page.evaluate(`(async () => {
    const textStatus = await new Promise((resolve) => {
      page.ajax('${address}', { ...${settings}, complete: (_, textStatus) => resolve(textStatus) });
    });
    await new Promise((resolve) => {
      const script = Object.assign(document.createElement('script'), { src: '${server.origin}/safety/answer/mark' });
      script.addEventListener('load', resolve);
      document.head.append(script);
    });
    return [textStatus, typeof executed, {}.polluted];
  })()`);
}

const script = 'window.executed = true; 1';
const none = ['undefined', undefined];

function url(answer: Answer, origin = server.origin): string {
  return `${origin}/safety/answer/${toPath(answer)}`;
}

describe('a response is never run', () => {
  it('would be seen, if a script ran', async () => {
    await page.addScriptTag({ url: url({ type: 'text/javascript', body: script }) });

    expect(await send(url({}))).toStrictEqual(['success', 'boolean', undefined]);
  });

  it.each(['text/javascript', 'application/javascript', 'application/ecmascript', 'module'])(
    'of type %s',
    async (type) => {
      expect(await send(url({ type, body: script }))).toStrictEqual(['success', ...none]);
      expect(await send(url({ type, body: script, cors: 'allowed' }, server.other))).toStrictEqual([
        'success',
        ...none,
      ]);
      expect(await send(url({ status: 500, type, body: script }))).toStrictEqual(['error', ...none]);
    },
  );

  it('as html with a script', async () => {
    const body = `<script>${script}</script><img src=x onerror="${script}">`;

    expect(await send(url({ type: 'text/html', body }), "{ dataType: 'html' }")).toStrictEqual(['success', ...none]);
  });

  it('as xml with a script', async () => {
    const body = `<html xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script></html>`;

    expect(await send(url({ type: 'application/xhtml+xml', body }))).toStrictEqual(['success', ...none]);
  });

  it('as an address of data, or of a script', async () => {
    expect(await send(`data:text/javascript,${encodeURIComponent(script)}`)).toStrictEqual(['success', ...none]);
    expect(await send(`javascript:${encodeURIComponent(script)}`)).toStrictEqual(['error', ...none]);
  });

  it('as a callback that the address names', async () => {
    const address = `${url({ type: 'text/javascript', body: script })}?callback=?`;

    expect(await send(address, "{ dataType: 'json' }")).toStrictEqual(['parsererror', ...none]);
  });

  it.each(['script', 'jsonp', 'json script', 'text JSONP'])(
    'by the data type %s, which is refused',
    async (dataType) => {
      await expect(send(url({ body: script }), `{ dataType: '${dataType}' }`)).rejects.toThrow('never run, got');
    },
  );
});

describe('__proto__ is only a name', () => {
  const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';

  it('in a response', async () => {
    expect(await send(url({ type: 'application/json', body: hostile }))).toStrictEqual(['success', ...none]);
  });

  it('in data, and in headers', async () => {
    const settings = `{ method: 'POST', data: JSON.parse('${hostile}'), headers: JSON.parse('{"__proto__":"1"}') }`;

    expect(await send(url({}), settings)).toStrictEqual(['success', ...none]);
  });

  it('in the settings', async () => {
    expect(await send(url({}), `JSON.parse('${hostile}')`)).toStrictEqual(['success', ...none]);
  });
});
