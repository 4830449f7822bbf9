import type { Page } from 'playwright-core';

import { toPath } from './answer.js';
import { setUp } from './set-up.js';

jest.setTimeout(180_000);

const { server, open } = setUp();
let page: Page;

beforeAll(async () => {
  page = await open("export { toDeferred } from 'rx-deferred';");
});

describe('the body of a fetch', () => {
  it.each(['abort()', 'a signal', 'the end of until()'])(
    'has its connection closed at once by %s (S40)',
    async (how) => {
      const name = `streams/${how.replace(/\W/g, '')}`;
      const url = `${server.origin}/${name}/${toPath({ body: 'a', times: 2 ** 20, parts: 4, held: 'rest' })}`;
      const seen = await page.evaluate<unknown>(`(async ({ toDeferred }) => {
      const { body } = await fetch('${url}');
      const controller = new AbortController();
      const how = '${how}';
      const last = toDeferred(body, how === 'a signal' ? { signal: controller.signal } : {});
      const branch = how === 'the end of until()' ? last.until(controller.signal) : last;
      await new Promise((resolve) => last.progress(resolve));
      if (how === 'abort()') {
        last.abort();
      } else {
        controller.abort();
      }
      return [branch.state(), last.state(), body.locked];
    })(page)`);

      expect(seen).toStrictEqual(['rejected', 'rejected', false]);
      await server.idle('streams');
      expect(server.seen(name).map(({ end }) => end)).toStrictEqual(['closed by the client']);
    },
  );
});
