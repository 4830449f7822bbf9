import type { Page } from 'playwright-core';
import type { AjaxProgress } from 'rx-deferred/ajax';

import { toPath, type Answer } from './answer.js';
import { ours } from './page.js';
import { setUp } from './set-up.js';

jest.setTimeout(180_000);

const { server, open } = setUp();
let page: Page;

beforeAll(async () => {
  page = await open(ours);
});

/** Runs code in the page, which provides `ajax`. */
function inPage<T>(code: string): Promise<T> {
  return page.evaluate<T>(`(async ({ ajax }) => { ${code} })(page)`);
}

function url(name: string, answer: Answer, origin = server.origin): string {
  return `${origin}/transfer/${name}/${toPath(answer)}`;
}

async function progressOf(address: string, settings: string): Promise<AjaxProgress[]> {
  return inPage(`
    const notes = [];
    await ajax('${address}', ${settings}).progress((note) => {
      notes.push(note);
      fetch('${address.slice(0, address.lastIndexOf('/'))}/open', { mode: 'no-cors' });
    });
    return notes;
  `);
}

describe('progress', () => {
  it('tells of an upload, up to its end', async () => {
    const size = 2 * 2 ** 20;
    const notes = await progressOf(
      url('upload', {}),
      `{ method: 'POST', data: new Blob(['a'.repeat(${String(size)})]), contentType: 'text/plain' }`,
    );
    const uploads = notes.filter(({ direction }) => direction === 'upload');
    const ratios = uploads.map(({ ratio }) => ratio);

    expect(uploads.at(-1)).toStrictEqual({ direction: 'upload', loaded: size, total: size, ratio: 1 });
    expect(ratios).toStrictEqual([...ratios].sort((a = 0, b = 0) => a - b));
    expect(server.seen('transfer/upload')[0]?.headers['content-length']).toBe(String(size));
  });

  it('tells of a download whose size is known', async () => {
    const notes = await progressOf(
      url('download', {
        body: 'a',
        times: 2 ** 20,
        parts: 4,
        held: 'rest',
        headers: { 'content-length': String(2 ** 20) },
      }),
      '{}',
    );
    const ratios = notes.map(({ ratio }) => ratio);

    expect(notes.length).toBeGreaterThan(1);
    expect(notes.at(-1)).toStrictEqual({ direction: 'download', loaded: 2 ** 20, total: 2 ** 20, ratio: 1 });
    expect(ratios).toStrictEqual([...ratios].sort((a = 0, b = 0) => a - b));
  });

  it('tells of a download whose size is not known', async () => {
    const notes = await progressOf(url('chunked', { body: 'a', times: 2 ** 20, parts: 4 }), '{}');

    expect(notes.at(-1)).toStrictEqual({
      direction: 'download',
      loaded: 2 ** 20,
      total: undefined,
      ratio: undefined,
    });
  });

  it('of an upload is not asked for at another origin, which would have to give leave first', async () => {
    const methodsSeen = async (name: string, settings: string): Promise<string[]> => {
      await progressOf(url(name, { cors: 'allowed' }, server.other), `{ method: 'POST', data: 'a=1'${settings} }`);
      return server.seen(`transfer/${name}`).map(({ method }) => method);
    };

    expect(await methodsSeen('simple', '')).toStrictEqual(['POST']);
    expect(await methodsSeen('with progress', ', uploadProgress: true')).toStrictEqual(['OPTIONS', 'POST']);
  });
});

describe('binary bodies', () => {
  it('come as a Blob', async () => {
    const blob = await inPage(`
      const data = await ajax('${url('blob', { body: 'ab', type: 'image/x' })}', { responseType: 'blob' });
      return [data.constructor.name, data.type, await data.text()];
    `);

    expect(blob).toStrictEqual(['Blob', 'image/x', 'ab']);
  });

  it('come as an ArrayBuffer, and are not converted', async () => {
    const buffer = await inPage(`
      const address = '${url('buffer', { body: '[1]', type: 'application/json' })}';
      const jqXHR = ajax(address, { responseType: 'arraybuffer' });
      const data = await jqXHR;
      return [data.constructor.name, data.byteLength, jqXHR.responseText, jqXHR.responseJSON];
    `);

    expect(buffer).toStrictEqual(['ArrayBuffer', 3, undefined, undefined]);
  });
});

describe('1,000 requests at once', () => {
  it('end once each, and those that are aborted are closed', async () => {
    const ends = async (code: string) => inPage<string[]>(`${code}; return window.ends.map(String);`);
    await ends(`
      window.ends = Array.from({ length: 1000 }, () => []);
      window.requests = ends.map((end, i) => ajax(
        (i < 300 ? '${url('aborted', { fault: 'no answer' })}' : '${url('answered', { body: 'text' })}') + '?' + i,
        { complete: (_, textStatus) => end.push(textStatus) },
      ));
    `);
    await server.arrival('transfer/aborted');
    const all = await ends(`
      const nextTask = () => new Promise((resolve) => setTimeout(resolve));
      for (const jqXHR of requests.slice(0, 300)) {
        jqXHR.abort();
        await nextTask();
      }
      await Promise.allSettled(requests);
      await nextTask();
    `);
    await server.idle('transfer');

    expect(all.slice(0, 300)).toStrictEqual(Array(300).fill('abort'));
    expect(all.slice(300)).toStrictEqual(Array(700).fill('success'));
    expect(new Set(server.seen('transfer/aborted').map(({ end }) => end))).toStrictEqual(
      new Set(['closed by the client']),
    );
    expect(server.seen('transfer/answered')).toHaveLength(700);
  });
});
