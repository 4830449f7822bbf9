import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import { startChromium } from '../browser/chromium.js';
import { installAngular, versions, type AngularVersion } from './angular-versions.js';
import { setUp, strict, type Project } from '../package/workspace.js';

// The first run installs Angular.
jest.setTimeout(900_000);

const workspace = setUp();

const main = `
  import { HttpClient, provideHttpClient } from '@angular/common/http';
  import { Component, inject, Injectable, provideZonelessChangeDetection, signal } from '@angular/core';
  import { bootstrapApplication } from '@angular/platform-browser';
  import { oneShot, Deferred } from 'rx-deferred';
  import { get, getJSON, post } from 'rx-deferred/ajax';
  import {
    deferredMutation,
    deferredResource,
    fromHttpEvents,
    injectAbortSignal,
    toResource,
    type DeferredResource,
  } from 'rx-deferred/angular';

  interface User {
    readonly name: string;
  }

  @Injectable({ providedIn: 'root' })
  class Session {
    readonly user = oneShot(() => getJSON<User>('/user'));
    readonly greeting = Deferred<[text: string, at: number]>().resolve('Hello', 1);
  }

  @Component({
    selector: 'app-root',
    template: \`
      @if (user.hasValue()) {
        <p id="user">{{ user.value().name.toUpperCase() }}</p>
      }
      <p id="greeting">{{ greeting.value()?.toLowerCase() }}</p>
      <p id="file">{{ file.value()?.length }} {{ file.progress()?.loaded }}</p>
      <p id="error">{{ error.error()?.message }}</p>
      <p id="aborted">{{ signal.aborted }}</p>
      <button (click)="save({ name: name() })">{{ save.isLoading() ? 'Saving' : (save.value()?.name ?? 'Save') }}</button>
    \`,
  })
  class App {
    private readonly session = inject(Session);
    private readonly http = inject(HttpClient);
    protected readonly signal = injectAbortSignal();
    protected readonly name = signal('Grace');
    protected readonly user = deferredResource(() => this.session.user.get());
    protected readonly greeting: DeferredResource<string | undefined> = toResource(this.session.greeting);
    protected readonly file = deferredResource(() =>
      fromHttpEvents(
        this.http.get('/file', { observe: 'events', responseType: 'text', reportProgress: true }),
      ),
    );
    protected readonly error = deferredResource(() => get('/missing').until(this.signal));
    protected readonly save = deferredMutation((user: User) => post<User>('/save', { ...user }, undefined, 'json'), {
      concurrency: 'switch',
    });
  }

  bootstrapApplication(App, { providers: [provideZonelessChangeDetection(), provideHttpClient()] }).catch((error) => {
    console.error(error);
  });
`;

const files = {
  'src/main.ts': main,
  'src/wrong.ts': main.replace('user.value().name', 'user.value().age'),
  'src/index.html': '<!doctype html><html><head><base href="/"></head><body><app-root></app-root></body></html>',
  'tsconfig.json': {
    compilerOptions: { ...strict, module: 'ES2022', moduleResolution: 'bundler' },
    angularCompilerOptions: {
      strictTemplates: true,
      strictInjectionParameters: true,
      strictInputAccessModifiers: true,
    },
    files: ['src/main.ts'],
  },
  // What emits nothing cannot be built.
  'tsconfig.right.json': { extends: './tsconfig.json', compilerOptions: { noEmit: true } },
  'tsconfig.wrong.json': { extends: './tsconfig.right.json', files: ['src/wrong.ts'] },
  'angular.json': {
    version: 1,
    cli: { analytics: false },
    projects: {
      app: {
        projectType: 'application',
        root: '',
        architect: {
          build: {
            builder: '@angular/build:application',
            options: {
              browser: 'src/main.ts',
              index: 'src/index.html',
              tsConfig: 'tsconfig.json',
              outputPath: 'dist',
              outputHashing: 'none',
            },
          },
        },
      },
    },
  },
};

describe.each(versions.map((version) => [version.framework, version] as const))(
  'the packed rx-deferred/angular, with Angular %s',
  (_, version) => {
    let project: Project;
    let run: (tool: string, ...args: string[]) => string;

    beforeAll(() => {
      ({ project, run } = createApplication(version));
    });

    it('is compiled in strict templates, the types of all packages included', () => {
      expect(run('@angular/compiler-cli/bundles/src/bin/ngc.js', '--project', 'tsconfig.right.json')).toBe('');
    });

    it('has types that find a mistake in a template', () => {
      expect(() => run('@angular/compiler-cli/bundles/src/bin/ngc.js', '--project', 'tsconfig.wrong.json')).toThrow(
        "Property 'age' does not exist on type 'User'",
      );
    });

    it('is built for production, and runs in a browser', async () => {
      run('@angular/cli/bin/ng.js', 'build');
      await expect(open(project)).resolves.toStrictEqual({
        before: { user: 'ADA', greeting: 'hello', file: '4 4', error: 'Not Found', aborted: 'false', button: 'Save' },
        after: 'Grace',
        errors: [],
      });
    });
  },
);

/** Makes an application of its own, and a function that runs a tool in it. */
function createApplication(version: AngularVersion): {
  project: Project;
  run: (tool: string, ...args: string[]) => string;
} {
  const { home, node } = installAngular(version);
  const name = `angular-${version.framework}`;
  const project = workspace.project(name, files, ['@angular', 'rxjs', 'tslib', 'typescript'], home);
  const run = (tool: string, ...args: string[]): string => {
    try {
      return execFileSync(node, [join(home, 'node_modules', tool), ...args], {
        cwd: project.folder,
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, NO_COLOR: '1', NG_CLI_ANALYTICS: 'false' },
      });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`Expected ${tool} to succeed, got:\n${stdout}${stderr}`, { cause: error });
    }
  };
  return { project, run };
}

/** Serves an application and what it requests. */
function serve(project: Project): Server {
  return createServer(({ url = '/' }, response) => {
    const answers: Record<string, [type: string, body: string]> = {
      '/user': ['application/json', '{ "name": "Ada" }'],
      '/file': ['text/plain', 'text'],
      '/save': ['application/json', '{ "name": "Grace" }'],
      '/': ['text/html', project.read('dist/browser/index.html')],
      '/main.js': ['text/javascript', project.read('dist/browser/main.js')],
    };
    const [type, body] = answers[url] ?? ['text/plain', ''];
    response.writeHead(url in answers ? 200 : 404, { 'content-type': type }).end(body);
  });
}

/** Opens the application in a browser: what it shows before and after a click, and the errors in the console. */
async function open(project: Project): Promise<object> {
  const server = serve(project);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const chromium: Browser = await startChromium();
  try {
    const page = await chromium.newPage();
    page.setDefaultTimeout(120_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    const names = ['user', 'greeting', 'file', 'error', 'aborted'];
    for (const name of names) {
      await page.waitForFunction((id) => (document.getElementById(id)?.textContent ?? '').trim() !== '', name);
    }
    const texts = names.map(async (name) => [name, (await page.textContent(`#${name}`))?.trim()] as const);
    const before = Object.fromEntries(await Promise.all(texts));
    const button = await page.textContent('button');
    await page.click('button');
    await page.waitForFunction(() => document.querySelector('button')?.textContent === 'Grace');
    return { before: { ...before, button }, after: await page.textContent('button'), errors };
  } finally {
    await chromium.close();
    server.closeAllConnections();
    server.close();
  }
}
