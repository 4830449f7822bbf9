import jQuery from 'jquery';
import { Deferred } from 'rx-deferred';
import { AsyncSubject } from 'rxjs';

import { isAdd, type Add, type Step } from './script.js';

/** A library on which the script runs. */
export interface Library {
  readonly name: string;

  /** The variable with the deferred. */
  readonly variable: string;

  /** What its code finds there. */
  readonly globals: Readonly<Record<string, unknown>>;

  /** The first line. */
  readonly create: string;

  /** How a user of the library writes each step, with `…` for the handler or the value. A comment: there is no such thing. */
  readonly lines: Readonly<Record<Step['type'], string>>;
}

const jQueryLines = {
  done: 'load.done(…);',
  fail: 'load.fail(…);',
  always: 'load.always(…);',
  progress: 'load.progress(…);',
  notify: 'load.notify(…);',
  resolve: 'load.resolve(…);',
  reject: 'load.reject(…);',
  abort: '// no abort()',
};

const rxDeferred: Library = {
  name: 'rx-deferred',
  variable: 'load',
  globals: { Deferred },
  create: 'const load = Deferred();',
  lines: { ...jQueryLines, abort: 'load.abort();' },
};

const jQuery4: Library = {
  name: 'jQuery 4',
  variable: 'load',
  globals: { $: jQuery },
  create: 'const load = $.Deferred();',
  lines: jQueryLines,
};

const nativePromise: Library = {
  name: 'Promise',
  variable: 'promise',
  globals: {},
  create: 'const { promise, resolve, reject } =\n  Promise.withResolvers();',
  lines: {
    done: 'promise.then(…);',
    fail: 'promise.catch(…);',
    always: 'promise.finally(…);',
    progress: '// no progress',
    notify: '// no progress',
    resolve: 'resolve(…);',
    reject: 'reject(…);',
    abort: '// no abort()',
  },
};

const asyncSubject: Library = {
  name: 'AsyncSubject',
  variable: 'load',
  globals: { AsyncSubject },
  create: 'const load = new AsyncSubject();',
  lines: {
    done: 'load.subscribe(…);',
    fail: 'load.subscribe({ error: … });',
    always: 'load.subscribe({\n  next: …,\n  error: …,\n});',
    progress: '// no progress',
    notify: 'load.next(…);',
    resolve: 'load.next(…);\nload.complete();',
    reject: 'load.error(…);',
    abort: '// no abort()',
  },
};

export const libraries = { rxDeferred, jQuery4, nativePromise, asyncSubject };

/** Whether a library has a step. */
export const has = ({ lines }: Library, { type }: Step): boolean => !lines[type].startsWith('//');

const parameters = { done: 'user', fail: 'error', always: 'result', progress: 'percent' };

function handler({ type, name, throws }: Add): string {
  const parameter = parameters[type];
  const call = `log('${name}', ${parameter})`;
  return throws
    ? `(${parameter}) => {\n  ${call};\n  throw new Error('${name} is broken');\n}`
    : `(${parameter}) => ${call}`;
}

/** Writes a step in the words of a library. */
export const write = ({ lines }: Library, step: Step): string =>
  lines[step.type].replaceAll('…', () => (isAdd(step) ? handler(step) : step.value));
