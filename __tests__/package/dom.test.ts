import { load, setUp, strict, type Project } from './workspace.js';

jest.setTimeout(300_000);

const workspace = setUp();

const inNode = `
import { EventEmitter } from 'node:events';
import { fromEvents } from 'rx-deferred/dom';

const jobs = new EventEmitter<{ done: [name: string, ms: number]; failed: [code: number] }>();
const job = fromEvents(jobs, { done: 'done', fail: ['failed', 'error'] });
job.done((name, ms) => console.log(name.toUpperCase(), ms.toFixed(1))).fail((error) => console.log(error.message));
fromEvents(new EventTarget(), { done: 'end' }).done((event) => console.log(event.type));
jobs.emit('done', 'a', 2);
`;

describe('the packed entry for events', () => {
  it.each(['cjs', 'mjs'])('has one copy of the core, and runs in Node.js (%s)', (extension) => {
    const project = workspace.project(`dom-${extension}`, {
      [`main.${extension}`]: `${load(
        extension,
        ['{ Deferred, when }', 'rx-deferred'],
        ['{ EventError, fromEvents }', 'rx-deferred/dom'],
      )}
        const target = new EventTarget();
        when(fromEvents(target, { fail: 'end' }), 1).fail((error, event) => {
          console.log(error instanceof EventError, event.type, typeof Deferred);
        });
        target.dispatchEvent(new Event('end'));`,
    });

    expect(project.run(`main.${extension}`)).toBe('true end function');
  });

  const typed = (name: string, main: string, compilerOptions: object, packages: string[] = ['rxjs']): Project =>
    workspace.project(
      name,
      {
        'package.json': { type: 'module' },
        'tsconfig.json': { compilerOptions: { ...strict, module: 'NodeNext', ...compilerOptions }, files: ['main.ts'] },
        'main.ts': main,
      },
      packages,
    );

  it('has types for pages, without those of Node.js', () => {
    const project = typed(
      'dom-page',
      `import { fromEvents } from 'rx-deferred/dom';
      const emitter = { on: (name: string) => name, off: (name: string) => name };
      fromEvents(emitter, { done: 'end' }).done((...args) => args.length);
      fromEvents(new FileReader(), { done: 'load', progress: 'progress' }).done((event) => event.loaded.toFixed());`,
      {},
    );

    project.compile();
  });

  it('has types for Node.js, without those of pages, which only its other functions use', () => {
    const project = typed('dom-node', inNode, { lib: ['ES2022'], types: ['node'], skipLibCheck: true }, [
      'rxjs',
      '@types/node',
      'undici-types',
    ]);

    project.compile();
    expect(project.run('main.js')).toBe('A 2.0');
  });
});
