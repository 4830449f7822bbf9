import * as library from 'rx-deferred/ajax';

import { fromJQuery, fromXhr, type Difference } from './differences.js';
import { jQuerys, ours } from './page.js';
import { scenarios } from './scenarios/index.js';
import { run } from './scenarios/run.js';
import { setUp } from './set-up.js';

jest.setTimeout(300_000);

/** The log of each scenario, line by line: first the calls of callbacks, then the requests as the server saw them. */
type Logs = Readonly<Record<string, string>>;

const { server, open } = setUp();
let byXhr: Logs;
let byJQuery: Logs;
let byFetch: Logs;

beforeAll(async () => {
  [byXhr, byJQuery, byFetch] = await Promise.all([inPage('xhr', ours), inPage('jquery', jQuerys), inNode('fetch')]);
});

async function inPage(name: string, code: string): Promise<Logs> {
  const page = await open(`${code} export { run } from './scenarios/run.js';`);
  const callbacks = await page.evaluate<Record<string, string[]>>(`page.run(page, ${JSON.stringify(placeOf(name))})`);
  return withSeen(name, callbacks);
}

async function inNode(name: string): Promise<Logs> {
  return withSeen(name, await run(library, placeOf(name)));
}

function placeOf(name: string) {
  return { origin: `${server.origin}/${name}`, other: `${server.other}/${name}` };
}

async function withSeen(run: string, callbacks: Record<string, string[]>): Promise<Logs> {
  await server.idle(run);
  return Object.fromEntries(
    Object.entries(callbacks).map(([name, log]) => {
      const seen = server.seen(`${run}/${name}`).map((request) => `server saw ${JSON.stringify(request)}`);
      return [name, [...log, ...seen].join('\n')];
    }),
  );
}

/** Compares one log with the other one after the replacements for known differences. */
function compare(name: string, log = '', other = '', differences: readonly Difference[]): void {
  const known = differences.find(({ scenarios }) => name in scenarios);
  const replacements = known?.scenarios[name];
  const expected = replacements?.reduce((text, [found, instead]) => text.replace(found, instead), other) ?? other;
  if (known) {
    expect(log.split('\n')).not.toStrictEqual(other.split('\n'));
  }
  if (replacements?.length !== 0) {
    expect(log.split('\n')).toStrictEqual(expected.split('\n'));
  }
}

describe('the scenarios', () => {
  it('are as many as were run, and those of the known differences are among them', () => {
    const names = Object.keys(scenarios).sort();
    const differing = [...fromJQuery, ...fromXhr].flatMap((difference) => Object.keys(difference.scenarios));

    expect([byXhr, byJQuery, byFetch].map((logs) => Object.keys(logs).sort())).toStrictEqual([names, names, names]);
    expect(names).toStrictEqual(expect.arrayContaining(differing));
  });

  it.each(Object.keys(scenarios))('%s: logs something and ends', (name) => {
    expect(byXhr[name]).not.toBe('');
    expect([byXhr[name], byJQuery[name], byFetch[name]].join()).not.toMatch(/has no end/);
  });
});

describe('XMLHttpRequest does what jQuery does', () => {
  it.each(Object.keys(scenarios))('%s', (name) => {
    compare(name, byXhr[name], byJQuery[name], fromJQuery);
  });
});

describe('fetch does what XMLHttpRequest does', () => {
  it.each(Object.keys(scenarios))('%s', (name) => {
    compare(name, byFetch[name], byXhr[name], fromXhr);
  });
});
