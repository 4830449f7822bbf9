import { reportError } from '../base/errors.js';
import { isFunction, type Callback } from '../base/guards.js';
import { Emission } from '../state/emission.js';
import { appendFunctions, toArray } from '../state/one-or-many.js';
import type { Settlement } from '../state/settlement.js';
import { isForwarder, textOf } from '../state/source-text.js';
import { CallSites } from './call-site.js';
import type { AuditFinding, AuditKind } from './types.js';

/** The methods of a plain deferred or promise, each of which may be replaced. */
type Methods = Record<PropertyKey, unknown>;

/** Finds uses of features that plain RxJS and native promises lack, and reports each place once. */
export class Audit {
  readonly #findings = new Map<string, { kind: AuditKind; line: string; count: number }>();
  readonly #sites: CallSites;
  #hasEnded = false;

  /**
   * @param callJQuery - Calls a function from within jQuery.
   * @param install - The function that the user called to start the audit.
   */
  constructor(
    callJQuery: (run: () => void) => unknown,
    install: Callback,
    private readonly report: (finding: AuditFinding) => void,
  ) {
    const emission = new Emission('resolve', undefined, undefined);
    this.#sites = new CallSites(
      [
        callJQuery,
        (run) => emission.apply(run),
        (run) => {
          run();
        },
      ],
      install,
    );
  }

  /** Ends the audit: nothing is reported any more. */
  end(): void {
    this.#hasEnded = true;
  }

  /** Wraps the methods of a deferred or a promise, so that each use is examined. */
  watch(methods: Methods, settlement: Settlement): void {
    for (const name of ['resolve', 'reject', 'notify'] as const) {
      this.#wrap(methods, name, (line, args, context) => {
        this.#settled(settlement, name, line, args, context === methods ? undefined : context);
      });
      this.#wrap(methods, `${name}With`, (line, [context, args]) => {
        this.#settled(settlement, name, line, (args ?? []) as ArrayLike<unknown>, context);
      });
    }
    for (const name of ['done', 'fail', 'always', 'progress'] as const) {
      this.#wrap(methods, name, (line, handlers) => {
        if (name === 'progress') {
          this.#record('progress', line);
        }
        return toArray(appendFunctions<Callback>(undefined, handlers)).map((handler) =>
          this.#handler(handler, line, true),
        );
      });
    }
    for (const name of ['then', 'catch'] as const) {
      this.#wrap(methods, name, (line, callbacks) => {
        if (settlement.settled && callbacks.some(isFunction)) {
          this.#record('then', line);
        }
        if (isFunction(callbacks[2])) {
          this.#record('progress', line);
        }
        return callbacks.map((callback) => (isFunction(callback) ? this.#handler(callback, line, false) : callback));
      });
    }
    this.#wrap(methods, 'pipe', (line) => {
      this.#record('pipe', line);
    });
  }

  /** Wraps a method. Calls by jQuery or this package are not examined. `look` may return replacement arguments. */
  #wrap(
    methods: Methods,
    name: string,
    look: (line: string, args: unknown[], context: unknown) => unknown[] | undefined | void,
  ): void {
    const method = methods[name];
    if (isFunction(method)) {
      const lineOf = (called: Callback): string | undefined =>
        this.#hasEnded ? undefined : this.#sites.caller(called);
      methods[name] = function wrapped(this: unknown, ...args: unknown[]): unknown {
        const line = args.some(isForwarder) ? undefined : lineOf(wrapped);
        return method.apply(this, (line && look(line, args, this)) || args);
      };
    }
  }

  #settled(
    settlement: Settlement,
    name: 'resolve' | 'reject' | 'notify',
    line: string,
    args: ArrayLike<unknown>,
    context: unknown,
  ): void {
    if (settlement.settled) {
      return;
    }
    if (name === 'notify') {
      this.#record('progress', line);
    }
    if (args.length > 1) {
      this.#record('arguments', line);
    }
    if (context !== undefined) {
      this.#record('context', line);
    }
  }

  #handler(handler: Callback, line: string, isSynchronous: boolean): Callback {
    const record = this.#record.bind(this);
    const sites = this.#sites;
    return function (...args) {
      if (args.length > 1 && handler.length > 1) {
        record('arguments', line);
      }
      if (this !== undefined && readsThis(handler)) {
        record('context', line);
      }
      try {
        return handler.apply(this, args);
      } catch (error) {
        if (isSynchronous) {
          record('throw', sites.thrower(error) ?? line);
        }
        throw error;
      }
    };
  }

  #record(kind: AuditKind, line: string): void {
    if (this.#hasEnded) {
      return;
    }
    const key = `${kind} ${line}`;
    const known = this.#findings.get(key);
    if (known) {
      known.count++;
    } else {
      const finding = { kind, line, count: 1 };
      this.#findings.set(key, finding);
      try {
        this.report(finding);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** Whether a function may read its context. Arrow functions and bound functions, which cannot, have no prototype. */
function readsThis(handler: Callback): boolean {
  return 'prototype' in handler && /\bthis\b/.test(textOf(handler));
}
