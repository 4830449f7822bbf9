import { AsyncSubject } from 'rxjs';

import { expected } from '../base/errors.js';
import { isFunction, isObject, type Callback } from '../base/guards.js';
import type { ErrorHooks } from '../state/error-hooks.js';
import { Settlement } from '../state/settlement.js';
import { aggregate } from '../when.js';
import { Audit } from './audit.js';
import { JQueryRuntime, type Behaviour } from './runtime.js';
import type { InstallOptions, JQueryLike } from './types.js';

/** The property of an installed `$.Deferred` by which any copy of this package can reconfigure or uninstall it. */
const installation = Symbol.for('rx-deferred/jquery');

interface Installation {
  readonly jQuery: object;
  readonly configure: (options: InstallOptions) => void;
  readonly uninstall: () => void;
}

interface Installed extends ErrorHooks {
  [installation]?: Installation;
}

/** The part of a jQuery that is used. The slim build of jQuery 4 has no deferreds. */
interface Target {
  Deferred?: Installed;
  when?: unknown;
  each(list: unknown[], run: () => void): unknown;
}

const names = ['Deferred', 'when'] as const;

/**
 * Replaces `$.Deferred` and `$.when` of a jQuery by those of this package. All deferreds that jQuery creates from then
 * on, the jqXHR of `$.ajax` and the promises of animations included, are then observables too.
 *
 * @param jQuery - Any jQuery: 3.7 and 4.0 are tested.
 * @param options - See {@link InstallOptions}.
 * @returns A function that restores the originals. Deferreds created in the meantime keep working. Further calls have
 * no effect, and a replacement that other code has made in the meantime is left in place.
 * @throws TypeError if `jQuery` is not a jQuery, or if an option is invalid.
 * @remarks
 * Synchronous. Installing again changes only the options that are given, and returns the same function. An audit covers
 * the deferreds created after it has started. The return value of `init` is ignored, as in jQuery. The methods of these
 * deferreds are own enumerable properties, as jQuery's are. Deferreds that jQuery has created before, such as that of
 * `$.ready`, stay as they are, but their `then` returns promises of this package.
 *
 * A jqXHR is aborted when its last consumer has left by `until`, and so is each object that has an `abort` method and no
 * promise of its own, and that `promise(target)` has extended.
 *
 * @see {@link https://api.jquery.com/jQuery.Deferred/ | jQuery.Deferred()}
 * @example
 * ```ts
 * import jQuery from 'jquery';
 * import { from, map } from 'rxjs';
 * import { installDeferred } from 'rx-deferred/jquery';
 *
 * const uninstall = installDeferred(jQuery);
 * const log: unknown[] = [];
 * const d = jQuery.Deferred<number>();
 * d.done((n) => log.push(`done ${n}`));
 * from(d)
 *   .pipe(map((n) => n * 2))
 *   .subscribe((n) => log.push(`next ${n}`));
 * d.resolve(1);
 * uninstall();
 *
 * log; // => ['done 1', 'next 2']
 * ```
 */
export function installDeferred(jQuery: JQueryLike, options: InstallOptions = {}): () => void {
  if (!isJQuery(jQuery)) {
    throw expected('jQuery', 'a jQuery, with its version in jQuery.fn.jquery', jQuery);
  }
  checkOptions(options);
  const before = jQuery.Deferred?.[installation];
  const { configure, uninstall } = before?.jQuery === jQuery ? before : install(jQuery);
  configure(options);
  return uninstall;
}

function install(jQuery: Target): Installation {
  const behaviour: Behaviour = { throwing: 'sync', then: 'task', audit: undefined };
  const Deferred = Object.assign(
    function (init?: unknown): object {
      const settlement = new Settlement(runtime, new AsyncSubject());
      const deferred = runtime.create(settlement, true);
      if (isFunction(init)) {
        init.call(deferred, deferred);
      } else if (init) {
        throw expected('init', 'a function', init);
      }
      return deferred;
    },
    { ...jQuery.Deferred },
  );
  const runtime = new JQueryRuntime(() => jQuery.Deferred ?? Deferred, behaviour);
  const restore = replace(jQuery, { Deferred, when: (...values: unknown[]) => aggregate(runtime, values) });
  const installed: Installation = {
    jQuery,
    configure({ throwing, then, audit }) {
      behaviour.throwing = throwing ?? behaviour.throwing;
      behaviour.then = then ?? behaviour.then;
      if (audit !== undefined) {
        behaviour.audit?.end();
        behaviour.audit = audit
          ? new Audit((run) => jQuery.each([0], run), installDeferred as Callback, audit)
          : undefined;
      }
    },
    uninstall() {
      restore();
      behaviour.audit?.end();
    },
  };
  Object.defineProperty(Deferred, installation, { value: installed });
  return installed;
}

/** Replaces methods of a jQuery. Returns a function that restores those that other code has not replaced since. */
function replace(jQuery: Target, replacements: Required<Pick<Target, 'Deferred' | 'when'>>): () => void {
  const before = names.map((name) => Object.hasOwn(jQuery, name) && { [name]: jQuery[name] });
  const restore = (): void => {
    names.forEach((name, i) => {
      if (jQuery[name] !== replacements[name]) {
        return;
      }
      const own = before[i];
      if (own) {
        Object.assign(jQuery, own);
      } else {
        Reflect.deleteProperty(jQuery, name);
      }
    });
  };
  try {
    Object.assign(jQuery, replacements);
  } catch (error) {
    restore();
    throw error;
  }
  return restore;
}

function isJQuery(value: unknown): value is Target {
  return isFunction(value) && isObject(value) && isObject(value['fn']) && typeof value['fn']['jquery'] === 'string';
}

function checkOptions(options: Partial<Record<keyof InstallOptions, unknown>>): void {
  if (!isObject(options)) {
    throw expected('options', 'an object', options);
  }
  const { throwing, then, audit } = options;
  if (![undefined, 'sync', 'report'].includes(throwing as string)) {
    throw expected('throwing', "'sync' or 'report'", throwing);
  }
  if (![undefined, 'task', 'microtask'].includes(then as string)) {
    throw expected('then', "'task' or 'microtask'", then);
  }
  if (audit != null && !isFunction(audit)) {
    throw expected('audit', 'a function', audit);
  }
}
