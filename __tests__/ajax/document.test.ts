import { JSDOM } from 'jsdom';
import { ajax, type AjaxSettings } from 'rx-deferred/ajax';
import { collectReportsInTime } from '../support/reported-errors.js';
import { outcomeOf } from '../support/recorder.js';
import { reply, startServer } from './server.js';

const server = startServer();
collectReportsInTime();

const { window } = new JSDOM('', { url: 'http://127.0.0.1/' });
const given = ['DOMParser', 'XMLSerializer', 'Document'] as const;

// What Node.js lacks. The tests in Chromium have all of it.
beforeEach(() => {
  for (const name of given) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
  }
});

afterEach(() => {
  for (const name of [...given, 'location']) {
    Reflect.deleteProperty(globalThis, name);
  }
});

/** Requests a text of a type, and gives the arguments of the handlers with the root of a document in its place. */
async function load(text: string, type: string, settings: AjaxSettings = {}) {
  const jqXHR = ajax(server.at(reply(text, type)), settings);
  const { args } = await outcomeOf(jqXHR);
  const shown = args.map((arg) =>
    arg === jqXHR ? 'jqXHR' : arg instanceof window.Document ? arg.documentElement.outerHTML : arg,
  );
  return { jqXHR, shown };
}

describe('data that is XML', () => {
  it.each(['application/xml', 'text/xml; charset=utf-8', 'image/svg+xml'])('is a document: %s (S33)', async (type) => {
    const { jqXHR, shown } = await load('<a><b/></a>', type);
    expect(shown).toStrictEqual(['<a><b/></a>', 'success', 'jqXHR']);
    expect(jqXHR.responseXML).toBeInstanceOf(window.Document);
  });

  it('is null where it is empty, and a document by its data type alone (S33)', async () => {
    expect((await load('', 'application/xml')).shown).toStrictEqual([null, 'success', 'jqXHR']);
    expect((await load('<a/>', 'text/plain', { dataType: 'xml' })).shown).toStrictEqual(['<a/>', 'success', 'jqXHR']);
    expect((await load('<a/>', 'text/plain', { dataType: ' text\t XML ' })).shown[0]).toBe('<a/>');
  });

  it('fails where it is none (S35)', async () => {
    const { shown } = await load('<a>', 'application/xml');
    expect(shown).toStrictEqual([
      'jqXHR',
      'parsererror',
      expect.objectContaining({ message: expect.stringMatching(/^Invalid XML: ./) as unknown }),
    ]);
  });

  it('is asked for by its types (S33)', async () => {
    await load('<a/>', 'application/xml', { dataType: 'xml' });
    await load('a', 'text/plain', { dataType: 'text' });
    expect(server.seen.map(({ headers }) => headers.accept)).toStrictEqual([
      'application/xml, text/xml, */*; q=0.01',
      'text/plain, */*; q=0.01',
    ]);
  });

  it('is sent as text', async () => {
    const data = new window.DOMParser().parseFromString('<a><b/></a>', 'text/xml');
    await ajax(server.at(reply('')), { method: 'POST', data, contentType: 'application/xml' });
    expect(server.seen.map(({ body }) => body)).toStrictEqual(['<a><b/></a>']);
  });
});

describe('a request from a page', () => {
  const sentWith = async (location: string, address?: string) => {
    Object.defineProperty(globalThis, 'location', { value: new URL(location), configurable: true });
    await outcomeOf(ajax(address ?? server.at(reply('')), { timeout: 60_000 }));
    return server.seen.map(({ headers }) => headers['x-requested-with']);
  };

  it('says so to its own origin alone', async () => {
    const { origin } = new URL(server.at(reply('')));
    expect(await sentWith(`${origin}/page`)).toStrictEqual(['XMLHttpRequest']);
    expect(await sentWith('http://localhost/page')).toStrictEqual(['XMLHttpRequest', undefined]);
  });

  it('to an address that is none is one to another origin', async () => {
    expect(await sentWith('http://localhost/page', 'http://[')).toStrictEqual([]);
  });
});
