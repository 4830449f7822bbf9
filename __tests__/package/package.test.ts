import { copies, fromCopies } from './copies.js';
import { load, runTool, setUp, strict, type Project } from './workspace.js';

jest.setTimeout(300_000);

const workspace = setUp();

/** Uses every export, and prints what comes of it. */
const program = `
const log = [];
const size = Deferred();
const name = new Deferred((d) => d.resolve('box'));
when(size, name).always(([width, height], text) => log.push([width, height, text]));
size.progress((percent) => log.push(percent)).notify(50).resolve(3, 4);
from(size).subscribe((width) => log.push(width));
size.then((width, height) => {
  log.push(width * height, isDeferred(size), isDeferred(size.promise()));
  console.log(JSON.stringify(log));
});
`;
const printed = '[50,[3,4,"box"],3,12,true,false]';

/** The same with types: the compiler checks what the handlers get. */
const typed = `
import { from, forkJoin, type Observable } from 'rxjs';
import { Deferred, isDeferred, when, type Args, type DeferredPromise, type DeferredState } from 'rx-deferred';
import { get, type JqXHR } from 'rx-deferred/ajax';

const log: unknown[] = [];
const size = Deferred<[width: number, height: number], Error, [percent: number]>();
const name = new Deferred<string, never>((d) => void d.resolve('box'));
const pending: DeferredState = size.state();
const readOnly: DeferredPromise<string, never> = name.promise();
const args: Args<[width: number, height: number]> = [3, 4];
const both: Observable<[number, string]> = forkJoin([size, name]);

// @ts-expect-error the height is missing
const wrong = () => size.resolve(3);
// @ts-expect-error a promise cannot be settled
const settle = () => readOnly.resolve('box');

log.push(pending, isDeferred(size), wrong.length + settle.length);
when(size, readOnly).always((...list) => log.push(list));
when(size, readOnly).done(([width, height], text) => log.push(width.toFixed(), height.toFixed(), text.length));
size.progress((percent) => log.push(percent)).notify(50).resolve(...args);
from(size).subscribe((width) => log.push(width.toFixed(1)));
both.subscribe(([width, text]) => console.log(JSON.stringify([...log, width, text])));
size.fail((error) => log.push(error.message));
const load = (): JqXHR<{ name: string }> => get('/user');
log.push(() => load().done((user, textStatus, jqXHR) => log.push(user.name, textStatus, jqXHR.status)));
`;

const typedPrinted = '["pending",true,0,50,[[3,4],"box"],"3","4",3,"3.0",3,"box"]';

describe('the packed package', () => {
  it('is required by a CommonJS project', () => {
    const project = workspace.project('cjs', {
      'package.json': {},
      'main.js': `const { from } = require('rxjs');
        const { Deferred, isDeferred, when } = require('rx-deferred');
        ${program}`,
    });

    expect(project.run('main.js')).toBe(printed);
  });

  it('is imported by an ESM project', () => {
    const project = workspace.project('esm', {
      'package.json': { type: 'module' },
      'main.js': `import { from } from 'rxjs';
        import { Deferred, isDeferred, when } from 'rx-deferred';
        ${program}`,
    });

    expect(project.run('main.js')).toBe(printed);
  });

  it('exports nothing else, and its package.json', () => {
    const project = workspace.project('exports', {
      'main.cjs': `console.log(JSON.stringify([
        Object.keys(require('rx-deferred')).sort(),
        Object.keys(require('rx-deferred/ajax')).sort(),
        Object.keys(require('rx-deferred/jquery')).sort(),
        Object.keys(require('rx-deferred/dom')).sort(),
        Object.keys(require('rx-deferred/trace')).sort(),
        require('rx-deferred/package.json').name,
      ]));`,
      'deep.cjs': `try {
        require('rx-deferred/dist/index.cjs');
      } catch (error) {
        console.log(error.code);
      }`,
    });

    expect(JSON.parse(project.run('main.cjs'))).toStrictEqual([
      ['Deferred', 'isDeferred', 'oneShot', 'toDeferred', 'when'],
      ['ajax', 'get', 'getJSON', 'post'],
      ['formatAudit', 'installDeferred'],
      ['EventError', 'animationsFinished', 'bindState', 'fromEvents', 'request', 'serve', 'showDialog'],
      ['traceDeferreds'],
      'rx-deferred',
    ]);
    expect(project.run('deep.cjs')).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it.each(['cjs', 'mjs'])('has one copy of the core for requests, too (%s)', (extension) => {
    const project = workspace.project(`entries-${extension}`, {
      [`main.${extension}`]: `${load(extension, ['{ Deferred }', 'rx-deferred'], ['{ get }', 'rx-deferred/ajax'])}
        Deferred.onUnhandled = ({ args }) => console.log(args[1]);
        get('data:text/plain,Ada').done((text) => console.log(text));
        get('nowhere:').done(() => console.log('nobody hears of it'));`,
    });

    expect(project.run(`main.${extension}`).split('\n').sort()).toStrictEqual(['Ada', 'error']);
  });

  const typedProject = (name: string, packageJson: object, compilerOptions: object): Project =>
    workspace.project(name, {
      'package.json': packageJson,
      'tsconfig.json': { compilerOptions: { ...strict, outDir: 'out', ...compilerOptions }, files: ['main.ts'] },
      'main.ts': typed,
    });

  it('has types for a NodeNext ESM project', () => {
    const project = typedProject('nodenext-esm', { type: 'module' }, { module: 'NodeNext' });

    project.compile();
    expect(project.run('out/main.js')).toBe(typedPrinted);
  });

  it('has types for a NodeNext CommonJS project', () => {
    const project = typedProject('nodenext-cjs', { type: 'commonjs' }, { module: 'NodeNext' });

    project.compile();
    expect(project.run('out/main.js')).toBe(typedPrinted);
  });

  it('has types for a project with a bundler, and is bundled by esbuild', () => {
    const project = typedProject('bundler', {}, { module: 'ESNext', moduleResolution: 'bundler', noEmit: true });

    project.compile();
    project.bundle('main.ts', 'bundle.mjs');
    expect(project.run('bundle.mjs')).toBe(typedPrinted);
  });

  it.each(['cjs', 'mjs'])(
    'is strict: where there is no context, this is undefined in handlers (%s) (S10)',
    (extension) => {
      const project = workspace.project(`strict-${extension}`, {
        [`main.${extension}`]: `${load(extension, ['{ Deferred, when }', 'rx-deferred'])}
        const log = [];
        const seen = function () {
          'use strict';
          log.push(typeof this);
        };
        const [a, b] = [Deferred().done(seen), Deferred().done(seen)];
        a.done(b.resolve);
        const { resolve } = a;
        resolve(1);
        when(1, Deferred().resolve(2)).done(function () {
          log.push(...Array.from(this, (context) => typeof context));
        });
        console.log(log.join());`,
      });

      expect(project.run(`main.${extension}`)).toBe('undefined,undefined,undefined,undefined');
    },
  );

  it('gives types that declaration files can name', () => {
    const project = workspace.project('declarations', {
      'package.json': { type: 'module' },
      'tsconfig.json': { compilerOptions: { ...strict, module: 'NodeNext', declaration: true }, files: ['main.ts'] },
      'main.ts': `import { of } from 'rxjs';
        import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
        import { get } from 'rx-deferred/ajax';

        export const deferred = Deferred<string, Error>();
        export const anything: DeferredPromise = deferred;
        export const value: DeferredPromise<string> = toDeferred(of(''));
        export const promise = deferred.promise();
        export const whole = when(deferred, 1);
        export const all = when.all([deferred, of(1)]);
        export const last = toDeferred(of(1));
        export const shared = oneShot(() => deferred);
        export const load = () => get<string>('/user');`,
    });

    expect(() => {
      project.compile();
    }).not.toThrow();
  });

  it('is left out of a bundle that imports and does not use it', () => {
    const project = workspace.project('unused', {
      'main.js': "import { when } from 'rx-deferred';",
    });

    expect(project.bundle('main.js', 'bundle.mjs', ['rxjs'])).not.toContain('AsyncSubject');
  });

  it('knows the deferreds of its other copy, and adopts them', () => {
    const project = workspace.project('copies', { 'main.mjs': copies });

    expect(JSON.parse(project.run('main.mjs'))).toEqual(fromCopies);
  });

  it('passes publint', () => {
    expect(runTool('publint', ['run', workspace.tarball, '--strict'], __dirname)).toContain('All good');
  });

  it('passes attw', () => {
    const { analysis } = JSON.parse(
      runTool(
        'attw',
        [workspace.tarball, '--profile', 'node16', '--format', 'json'],
        __dirname,
        '@arethetypeswrong/cli',
      ),
    ) as { analysis: { problems: object[] } };

    // What reads no exports finds the core only.
    expect(analysis.problems).toStrictEqual(
      ['./ajax', './jquery', './jquery/auto', './angular', './dom', './trace'].map((entrypoint) => ({
        kind: 'NoResolution',
        entrypoint,
        resolutionKind: 'node10',
      })),
    );
  });
});
