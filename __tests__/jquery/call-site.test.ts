import { runInThisContext } from 'node:vm';
import { CallSites } from '../../src/jquery/call-site.js';

/** A function of a file of its own, which calls what it is given. */
const callerIn = (filename: string) =>
  runInThisContext('(function call(run) { return run(); })', { filename }) as <T>(run: () => T) => T;

const [app, jQuery] = [callerIn('app.js'), callerIn('jquery.js')];

/** Makes call sites as an installation by a file does. */
const installedBy = (file: typeof app) =>
  file(function install() {
    return new CallSites([jQuery], install);
  });

/** What is said of a method that a file calls. */
const calledBy = (file: typeof app, sites: CallSites) =>
  file(function method() {
    return sites.caller(method);
  });

describe('CallSites', () => {
  it('name the line that called', () => {
    expect(calledBy(app, installedBy(app))).toMatch(/^at call \(app\.js:1:\d+\)$/);
  });

  it('say nothing of calls by jQuery', () => {
    expect(calledBy(jQuery, installedBy(app))).toBeUndefined();
  });

  it('name lines of the file that holds jQuery, where it holds the code that installs too', () => {
    expect(calledBy(jQuery, installedBy(jQuery))).toMatch(/^at call \(jquery\.js:1:\d+\)$/);
  });

  it('name the line that threw', () => {
    const sites = installedBy(app);
    const thrown = (file: typeof app) => {
      try {
        return file(
          runInThisContext('(() => { throw new Error("thrown") })', { filename: 'handler.js' }) as () => unknown,
        );
      } catch (error) {
        return error;
      }
    };

    expect(sites.thrower(thrown(app))).toMatch(/handler\.js:1:\d+/);
    expect(sites.thrower('no error')).toBeUndefined();
    expect(sites.thrower(new Error())).toContain('call-site.test.ts');
    expect(
      sites.thrower(Object.assign(new Error(), { stack: 'Error\n    at parse (jquery.js:1:2)\n    at app.js:3:4' })),
    ).toBeUndefined();
    expect(sites.thrower(Object.assign(new Error(), { stack: undefined }))).toBeUndefined();
  });

  it.each([
    [
      'Firefox and Safari',
      'save@https://example.com/app.js:12:5\nclick@https://example.com/app.js:3:1',
      'save@https://example.com/app.js:12:5',
    ],
    [
      'an eval of a bundler',
      'Error\n    at eval (webpack-internal:///./src/app.js:3:5)',
      'at eval (webpack-internal:///./src/app.js:3:5)',
    ],
    ['what only waits in an await', 'Error\n    at async load (app.js:1:2)', undefined],
  ])('read the stacks of %s', (_, stack, line) => {
    expect(installedBy(app).thrower(Object.assign(new Error(), { stack }))).toBe(line);
  });
});
