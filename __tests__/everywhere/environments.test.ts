import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { buildSync } from 'esbuild';
import type { Browser } from 'playwright-core';

import type { RunningServer } from '../../examples/listen.js';
import { startChromium } from '../browser/chromium.js';
import { copies, fromCopies } from '../package/copies.js';
import { setUp, strict, type Project } from '../package/workspace.js';
import { serveFolder } from '../support/serve-folder.js';
import { bundlers, home, node24, peers, runtimes, tried, typescripts } from './environments.js';

jest.setTimeout(300_000);

const workspace = setUp();
let project: Project;
let server: RunningServer;
let chromium: Browser;

const source = (file: string): string => readFileSync(join(home, file), 'utf8');

beforeAll(async () => {
  const config = (compilerOptions: object, files: readonly string[]) => ({
    compilerOptions: { ...strict, noEmit: true, ...compilerOptions },
    files,
  });
  const bundler = { module: 'ESNext', moduleResolution: 'bundler' };
  const files = {
    ...Object.fromEntries(
      ['program.ts', 'page.ts', 'auto.ts', 'angular.ts', 'import-map.html'].map((file) => [file, source(file)]),
    ),
    // One for each kind of declarations.
    'program.mts': source('program.ts'),
    'program.cts': source('program.ts'),
    'tsconfig.node16.json': config({ module: 'Node16' }, ['program.mts', 'program.cts']),
    'tsconfig.nodenext.json': config({ module: 'NodeNext' }, ['program.mts', 'program.cts']),
    'tsconfig.bundler.json': config(bundler, ['page.ts']),
    'tsconfig.angular.json': config(bundler, ['angular.ts']),
    'runtime.mjs': compile('runtime.ts', 'esm'),
    'runtime.cjs': compile('runtime.ts', 'cjs'),
    'copies.mjs': copies,
    'auto.js': compile('auto.ts', 'esm'),
    'page.js': compile('page.ts', 'esm'),
    'page.html': htmlFor('page'),
    'deferred.js': compile('deferred.ts', 'esm'),
    'deferred.html': htmlFor('deferred'),
    'user.json': { name: 'Ada' },
  };
  project = workspace.install('everywhere', files, peers, home);
  // The modules of RxJS import each other without an extension.
  server = await serveFolder(project.folder, (path) => (extname(path) === '' ? `${path}.js` : path));
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  server.stop();
});

/** What the program gives in all environments. */
const results = {
  handlers: ['50 %', 12, 'resolved', [3, 4], 50, true, true],
  promises: ['Ada', 3, 'no name', 'resolved'],
  observables: [[3], 6, 3, 3],
  combined: ['A', 2, 3],
  aborted: ['torn down', 'rejected', 'Error: enough'],
  unhandled: ['nobody', 'Not Found'],
  request: ['Ada', 'success', 200, 404, 'error', 'Not Found'],
  events: ['end', true],
  messages: [100, 4, 2, 'RangeError: out of range', true],
  traced: ['created', 'added', 'settled', 'called', 'returned'],
  audited: 'Nothing was found.',
};

const inRuntime = { ...results, events: [...results.events, [50], ['job', 2]] };

const inPage = {
  ...results,
  page: { dialog: 'yes', states: [true, 'pending', false, 'resolved'], animation: true, jQuerys: [true, false] },
};

describe('the package', () => {
  it('is installed by npm without any other dependency than its peers', async () => {
    const { dependencies } = JSON.parse(await execute('npm', ['ls', '--all', '--json'])) as {
      dependencies: Record<string, { dependencies?: object }>;
    };

    expect(Object.keys(dependencies['rx-deferred']?.dependencies ?? {}).sort()).toStrictEqual(
      Object.keys(peers).filter((name) => /^(@angular\/\w+|rxjs)$/.test(name)),
    );
  });
});

describe.each(runtimes)('$name $version', ({ version, command, args }) => {
  it.each([
    ['imports', 'runtime.mjs'],
    ['requires', 'runtime.cjs'],
  ])('%s every entry', async (_, file) => {
    expect(JSON.parse(await execute(command, [...args, file, server.origin]))).toStrictEqual({
      version,
      results: inRuntime,
    });
  });

  it('adopts the deferreds of the other format', async () => {
    expect(JSON.parse(await execute(command, [...args, 'copies.mjs']))).toEqual(fromCopies);
  });
});

/** Names and texts that only `rx-deferred/ajax` and `rx-deferred/dom` use: they are in a minified bundle, too. */
const others = ['XMLHttpRequest', 'X-Requested-With', 'aria-busy', 'showModal', 'MessageChannel'];

/** A text of the core. */
const core = 'Expected another promise than the one that waits for it';

describe.each(bundlers)('$name $version', ({ name }) => {
  const bundle = async (entry: string): Promise<{ html: string; code: string }> => {
    const folder = join(project.folder, name, entry);
    await execute(node24.command, [join(home, 'bundle.js'), name, entry, folder]);
    const html = `${entry}.html`;
    if (name !== 'Vite') {
      writeFileSync(join(folder, html), project.read(html));
    }
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    return {
      html: `${name}/${entry}/${html}`,
      code: scripts.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n'),
    };
  };

  it('builds every entry for production, with one copy of the core', async () => {
    const { html, code } = await bundle('page');

    expect(await open(html)).toStrictEqual({ results: inPage, errors: [] });
    expect(count(core, code)).toBe(1);
    expect(others.filter((word) => code.includes(word))).toStrictEqual(others);
  });

  it('leaves out the entries that are not used', async () => {
    const { html, code } = await bundle('deferred');

    expect(await open(html)).toStrictEqual({ results: 3, errors: [] });
    expect(count(core, code)).toBe(1);
    expect(others.filter((word) => code.includes(word))).toStrictEqual([]);
  });
});

describe('a page without a bundler', () => {
  it('imports every entry by an import map', async () => {
    expect(await open('import-map.html')).toStrictEqual({ results: inPage, errors: [] });
  });
});

describe.each(typescripts)('TypeScript $version', ({ minor, version, compiler }) => {
  const configs = ['node16', 'nodenext', 'bundler'];
  // The declarations of Angular use types that 5.0 does not have.
  const all = minor === '5.0' ? configs : [...configs, 'angular'];

  it(`compiles the declarations: ${all.join(', ')}`, async () => {
    const tsc = (...args: string[]) => execute(process.execPath, [compiler, ...args]);

    expect(await tsc('--version')).toBe(`Version ${version}\n`);
    for (const each of all) {
      expect(await tsc('--project', `tsconfig.${each}.json`)).toBe('');
    }
  });
});

describe('docs/support.md', () => {
  it('states the versions that are tried', () => {
    const docs = readFileSync(resolve(home, '..', '..', 'docs', 'support.md'), 'utf8');
    const [, section = ''] = /^## Where it runs$(.*?)^## /ms.exec(docs) ?? [];
    const rows = [...section.matchAll(/^\| (?!-)([^|]+?) +\| ([^|]+?) +\|/gm)].slice(1);

    expect(Object.fromEntries(rows.map(([, name, versions = '']) => [name, versions.match(/\d[\d.]+/g)]))).toEqual(
      tried,
    );
  });
});

/** Compiles a program of this folder, with what it imports from there. */
function compile(file: string, format: 'esm' | 'cjs'): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(home, file)],
    bundle: true,
    packages: 'external',
    format,
    platform: 'neutral',
    // Imported when there is a jQuery.
    external: ['node:*', './auto.js'],
    target: 'es2022',
    // That of the repository maps the names of the entries to its source.
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}

function htmlFor(entry: string): string {
  return `<!doctype html><title>${entry}</title><script type="module" src="./${entry}.js"></script>`;
}

function count(text: string, code: string): number {
  return code.split(text).length - 1;
}

/** Runs a program in the project and returns what it prints. */
async function execute(command: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      cwd: project.folder,
      env: { ...process.env, NO_COLOR: '1', DENO_DIR: join(project.folder, '.deno'), DENO_NO_UPDATE_CHECK: '1' },
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`Expected ${command} ${args.join(' ')} to succeed, got:\n${stdout}${stderr}`, { cause: error });
  }
}

/** Opens a page of the project: the results of its script, and the errors of the page. */
async function open(path: string): Promise<{ results: unknown; errors: string[] }> {
  const page = await chromium.newPage();
  page.setDefaultTimeout(120_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  try {
    await page.goto(`${server.origin}/${path}`);
    return { results: await page.evaluate('globalThis.results'), errors };
  } finally {
    await page.close();
  }
}
