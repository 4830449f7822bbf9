import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { startChromium } from '../browser/chromium.js';
import { load, setUp, strict } from './workspace.js';

jest.setTimeout(300_000);

const workspace = setUp();

const noJQuery = 'TypeError: Expected jQuery to be a jQuery, with its version in jQuery.fn.jquery, got undefined';

describe.each(['cjs', 'mjs'])('the packed rx-deferred/jquery, in Node.js (%s)', (extension) => {
  /** Runs a program after some modules, with a file that makes a jQuery the global one. */
  const run = (name: string, modules: readonly (readonly [what: string, from: string])[], code = ''): string => {
    const files = {
      [`global.${extension}`]: `${load(extension, ['{ JSDOM }', 'jsdom'], ['{ jQueryFactory }', 'jquery/factory'])}
        globalThis.jQuery = jQueryFactory(new JSDOM('').window);`,
      [`caught.${extension}`]: "process.on('uncaughtException', (error) => console.log(String(error)));",
      [`main.${extension}`]: `${load(extension, ...modules)}
        const log = [];
        ${code}`,
    };
    return workspace.project(`${name}-${extension}`, files, ['rxjs', 'jquery', 'jsdom']).run(`main.${extension}`);
  };
  const core = ['{ Deferred, isDeferred }', 'rx-deferred'] as const;
  const jquery = ['{ formatAudit, installDeferred }', 'rx-deferred/jquery'] as const;
  const auto = ['', 'rx-deferred/jquery/auto'] as const;
  const global = ['', `./global.${extension}`] as const;
  const caught = ['', `./caught.${extension}`] as const;

  it('installs on a jQuery, and gives back what that had', () => {
    const code = `
      log.push(isDeferred(jQuery.Deferred()));
      const uninstall = installDeferred(jQuery);
      log.push(isDeferred(jQuery.Deferred()), formatAudit([]).length > 0);
      uninstall();
      console.log(JSON.stringify([...log, isDeferred(jQuery.Deferred())]));`;

    expect(run('install', [global, core, jquery], code)).toBe('[false,true,true,false]');
  });

  it('has the copy of the core that all entries have: one queue, and one onUnhandled', () => {
    const code = `
      installDeferred(jQuery, { then: 'microtask' });
      Deferred().resolve().then(() => log.push('ours'));
      jQuery.Deferred().resolve().then(() => log.push('of jQuery'));
      Deferred().resolve().then(() => log.push('ours again'));
      Deferred.onUnhandled = ({ reason }) => console.log(JSON.stringify([...log, reason]));
      jQuery.Deferred().reject('unhandled');`;

    expect(run('core', [global, core, jquery], code)).toBe('["ours","of jQuery","ours again","unhandled"]');
  });

  it('is installed on the global jQuery by rx-deferred/jquery/auto', () => {
    const code = `
      log.push(isDeferred(jQuery.Deferred()));
      installDeferred(jQuery)();
      console.log(JSON.stringify([...log, isDeferred(jQuery.Deferred())]));`;

    expect(run('auto', [global, auto, core, jquery], code)).toBe('[true,false]');
  });

  it('throws where rx-deferred/jquery/auto finds no jQuery', () => {
    expect(run('none', [caught, auto])).toBe(noJQuery);
  });
});

describe('the types of the packed rx-deferred/jquery', () => {
  const typed = `
    import jQuery from 'jquery';
    import { from, type Observable } from 'rxjs';
    import { formatAudit, installDeferred, type AuditFinding, type InstallOptions } from 'rx-deferred/jquery';
    import 'rx-deferred/jquery/auto';

    type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

    const findings: AuditFinding[] = [];
    const options: InstallOptions = { throwing: 'report', audit: (finding) => void findings.push(finding) };
    const uninstall: () => void = installDeferred(jQuery, options);
    const table: string = formatAudit(findings);
    const n = jQuery.Deferred<number>();

    const requested = from(jQuery.get('/user'));
    const requestedIs: Is<typeof requested, Observable<any>> = true;
    const deferred = from(n);
    const deferredIs: Is<typeof deferred, Observable<number>> = true;
    const promised = from(n.promise());
    const promisedIs: Is<typeof promised, Observable<number>> = true;
    const chained = from(n.then((value) => String(value)));
    const chainedIs: Is<typeof chained, Observable<string>> = true;
    const joined = from(jQuery.when(n, jQuery.Deferred<string>()));
    const joinedIs: Is<typeof joined, Observable<number>> = true;
    const observed = jQuery.get('/user').asObservable();
    const observedIs: Is<typeof observed, Observable<any>> = true;

    // @ts-expect-error there is no such way
    installDeferred(jQuery, { throwing: 'never' });
    // @ts-expect-error a deferred is no jQuery
    installDeferred(n);`;
  const untyped = `
    import { formatAudit, installDeferred } from 'rx-deferred/jquery';
    import 'rx-deferred/jquery/auto';

    const uninstall: () => void = installDeferred(Object.assign(() => undefined, { fn: { jquery: '4.0.0' } }));
    const table: string = formatAudit([]);`;

  describe.each<[string, object, object]>([
    ['a NodeNext ESM', { type: 'module' }, { module: 'NodeNext' }],
    ['a NodeNext CommonJS', { type: 'commonjs' }, { module: 'NodeNext' }],
    ['a bundled', {}, { module: 'ESNext', moduleResolution: 'bundler' }],
  ])('in %s project', (kind, packageJson, compilerOptions) => {
    const compile = (name: string, main: string, packages: readonly string[]): void => {
      workspace
        .project(
          `${name}-${kind.replaceAll(' ', '-')}`,
          {
            'package.json': packageJson,
            'tsconfig.json': { compilerOptions: { ...strict, noEmit: true, ...compilerOptions }, files: ['main.ts'] },
            'main.ts': main,
          },
          packages,
        )
        .compile();
    };

    it('make observables of what @types/jquery has', () => {
      compile('typed', typed, ['rxjs', 'jquery', '@types/jquery']);
    });

    it('need no @types/jquery', () => {
      compile('untyped', untyped, ['rxjs']);
    });
  });
});

describe('the packed rx-deferred/jquery, bundled', () => {
  const bundle = (name: string, code: string): string =>
    workspace.project(name, { 'main.js': code }).bundle('main.js', 'bundle.mjs', ['rxjs']);

  it('is dropped if nothing of it is used', () => {
    expect(bundle('unused', "import { installDeferred } from 'rx-deferred/jquery';")).toBe('');
  });

  it('is kept if it is rx-deferred/jquery/auto', () => {
    expect(bundle('kept', "import 'rx-deferred/jquery/auto';")).toContain('globalThis.jQuery');
  });
});

describe('the packed script for pages', () => {
  const origin = 'http://page.test';
  const modules = resolve(__dirname, '..', '..', 'node_modules');
  const scripts: Record<string, string> = {
    'jQuery 3.7.1': readFileSync(join(modules, 'jquery3', 'dist', 'jquery.js'), 'utf8'),
    'jQuery 4.0.0': readFileSync(join(modules, 'jquery', 'dist', 'jquery.js'), 'utf8'),
    rxjs: readFileSync(join(modules, 'rxjs', 'dist', 'bundles', 'rxjs.umd.js'), 'utf8'),
  };
  let script = '';
  let chromium: Browser;

  beforeAll(async () => {
    script = workspace.project('script', {}).read('node_modules/rx-deferred/dist/rx-deferred.jquery.global.js');
    chromium = await startChromium();
  });

  afterAll(async () => {
    await chromium.close();
  });

  /** Opens a page with script tags: those that are named, then this one. Tells what they throw. */
  const open = async (...names: string[]): Promise<{ page: Page; errors: string[] }> => {
    const codes = [...names.map((name) => scripts[name] ?? ''), script];
    const errors: string[] = [];
    const page = await chromium.newPage();
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.route(`${origin}/`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html>${codes.map((_, i) => `<script src="${String(i)}.js"></script>`).join('')}`,
      }),
    );
    for (const [i, body] of codes.entries()) {
      await page.route(`${origin}/${String(i)}.js`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
    }
    await page.route(`${origin}/user.json`, (route) => route.fulfill({ json: { name: 'Ada' } }));
    await page.goto(`${origin}/`);
    return { page, errors };
  };

  it('is self-contained: it loads no module, and has no helpers of a compiler', () => {
    expect(script.slice(0, 28)).toBe('"use strict";var rxDeferred=');
    expect(script.match(/\b(?:require|import|export|tslib|__(?!esModule)\w+)\b/g)).toBeNull();
  });

  it('throws where it finds no jQuery', async () => {
    const { errors } = await open('rxjs');

    expect(errors).toStrictEqual([noJQuery]);
  });

  describe.each(['jQuery 3.7.1', 'jQuery 4.0.0'])('after %s', (jQuery) => {
    it('is installed, and has its functions in rxDeferred', async () => {
      const { page, errors } = await open(jQuery);
      const isInstalled = "Symbol.for('rx-deferred') in jQuery.Deferred()";

      expect(errors).toStrictEqual([]);
      expect(await page.evaluate('Object.keys(rxDeferred).sort()')).toStrictEqual(['formatAudit', 'installDeferred']);
      expect(await page.evaluate(isInstalled)).toBe(true);
      await page.evaluate('rxDeferred.installDeferred(jQuery)()');
      expect(await page.evaluate(isInstalled)).toBe(false);
    });

    it('makes observables of requests for the RxJS of the page, which give a late subscriber its value at once', async () => {
      const { page, errors } = await open('rxjs', jQuery);
      const names = await page.evaluate(`(async () => {
        const names = [];
        const request = $.get('user.json');
        const name$ = rxjs.from(request).pipe(rxjs.map((user) => user.name));
        names.push(await rxjs.firstValueFrom(name$));
        name$.subscribe((name) => names.push(name));
        return names;
      })()`);

      expect(names).toStrictEqual(['Ada', 'Ada']);
      expect(errors).toStrictEqual([]);
    });
  });
});
