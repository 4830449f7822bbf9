import { toDeferred, type AbortablePromise, type Outcome, type SettledOutcome } from 'rx-deferred';
import {
  formatAudit,
  installDeferred,
  type AuditFinding,
  type AuditKind,
  type InstallOptions,
  type JQueryLike,
} from 'rx-deferred/jquery';
import {
  forkJoin,
  from,
  of,
  switchMap,
  type InteropObservable,
  type Observable,
  type ObservableInput,
  type Subscribable,
} from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

declare const $: JQueryStatic;
declare const d: JQuery.Deferred<User, Error, number>;
declare const promise: JQuery.Promise<User, Error, number>;
declare const jqXHR: JQuery.jqXHR<User>;

/** A list of arguments of which the first is known. */
type First<T> = [first: T, ...others: unknown[]];

describe('a deferred, a promise and a jqXHR of @types/jquery', () => {
  compiles('are ObservableInput of their first argument', () => {
    const inputs: ObservableInput<User>[] = [d, promise, jqXHR];
    typeOf(from(d)).is<Observable<User>>();
    typeOf(from(promise)).is<Observable<User>>();
    typeOf(from(jqXHR)).is<Observable<User>>();
    typeOf(from($.Deferred<number>())).is<Observable<number>>();
    // @ts-expect-error a user is no number
    const wrong: InteropObservable<number> = d;
    return [inputs, wrong];
  });

  compiles('go into operators', () => {
    typeOf(forkJoin([d, promise, jqXHR])).is<Observable<[User, User, User]>>();
    typeOf(forkJoin({ user: d, n: $.Deferred<number>() })).is<Observable<{ user: User; n: number }>>();
    typeOf(of(1).pipe(switchMap(() => d))).is<Observable<User>>();
    typeOf(of(1).pipe(switchMap(() => jqXHR))).is<Observable<User>>();
    typeOf(toDeferred(d)).is<AbortablePromise<User, unknown, User>>();
  });

  compiles('give observables by asObservable() and the interop method', () => {
    typeOf(d.asObservable()).is<Observable<User>>();
    typeOf(promise.asObservable()).is<Observable<User>>();
    typeOf(jqXHR.asObservable()).is<Observable<User>>();
    typeOf(d['@@observable']()).is<Subscribable<User>>();
    typeOf<Extract<keyof ReturnType<typeof d.asObservable>, 'next'>>().is<never>();
  });

  compiles('tell their outcome by its state, with the first argument', () => {
    typeOf(d.outcome()).is<Outcome<First<User>, First<Error>>>();
    typeOf(promise.outcome()).is<Outcome<First<User>, First<Error>>>();
    const outcome = jqXHR.outcome();
    if (outcome.state === 'resolved') {
      typeOf(outcome.args[0]).is<User>();
      typeOf(outcome.args[1]).is<unknown>();
    } else if (outcome.state === 'rejected') {
      typeOf(outcome.args[0]).is<JQuery.jqXHR<User>>();
    } else {
      // @ts-expect-error there are none
      return outcome.args as unknown;
    }
    return outcome.context;
  });

  compiles('give promises of the same by finally() and until()', () => {
    typeOf(from(d.finally(() => 5))).is<Observable<User>>();
    typeOf(from(promise.finally(null))).is<Observable<User>>();
    typeOf(from(promise.until(AbortSignal.timeout(5)))).is<Observable<User>>();
    typeOf(from(jqXHR.until(of(1)))).is<Observable<User>>();
    jqXHR.until(of(1)).done((user, textStatus) => {
      typeOf(user).is<User>();
      typeOf(textStatus).is<JQuery.Ajax.SuccessTextStatus>();
    });
    // @ts-expect-error a number never fires
    promise.until(5);
    // @ts-expect-error the name of an event is no observable
    promise.until('click');
    // @ts-expect-error a number is no callback
    promise.finally(5);
  });
});

describe('outcome$ and progress$', () => {
  compiles('are there on a deferred and a promise, and read-only', () => {
    typeOf(d.outcome$).is<Observable<SettledOutcome<First<User>, First<Error>>>>();
    typeOf(d.progress$).is<Observable<number>>();
    typeOf(promise.outcome$).is<Observable<SettledOutcome<First<User>, First<Error>>>>();
    typeOf(promise.progress$).is<Observable<number>>();
    // @ts-expect-error it is read-only
    d.outcome$ = d.outcome$;
  });

  compiles('are there on a jqXHR, which never notifies', () => {
    typeOf(jqXHR.outcome$).is<Observable<SettledOutcome<First<User>, [reason: JQuery.jqXHR<User>, ...unknown[]]>>>();
    typeOf(jqXHR.progress$).is<Observable<never>>();
    jqXHR.outcome$.subscribe((outcome) => {
      if (outcome.state === 'resolved') {
        typeOf(outcome.args[0].name).is<string>();
      } else {
        typeOf(outcome.args[0].status).is<number>();
      }
    });
    typeOf($.get('/user').progress$).is<Observable<never>>();
  });

  compiles('are there on whatever jQuery makes of them', () => {
    typeOf(d.promise().progress$).is<Observable<number>>();
    typeOf(d.promise({ title: 'Save?' }).progress$).is<Observable<number>>();
    typeOf(d.then((user) => user.name).outcome$).is<Observable<SettledOutcome<First<string>, First<never>>>>();
    $.when(d, promise).outcome$.subscribe((outcome) => typeOf(outcome.state).is<'resolved' | 'rejected'>());
    $('p')
      .promise()
      .outcome$.subscribe((outcome) => typeOf(outcome.state).is<'resolved' | 'rejected'>());
  });
});

describe('until() and finally()', () => {
  compiles('give promises that may reject with anything: the reason of the signal, an error of the callback', () => {
    const { signal } = new AbortController();
    jqXHR.until(signal).fail((reason, textStatus) => [typeOf(reason).is<unknown>(), typeOf(textStatus).is<unknown>()]);
    promise.until(signal).fail((reason) => typeOf(reason).is<unknown>());
    d.until(signal).fail((reason) => typeOf(reason).is<unknown>());
    d.finally(() => 5).fail((reason) => typeOf(reason).is<unknown>());
    d.finally().fail((reason) => typeOf(reason).is<Error>());
    promise
      .until(signal)
      .until(of(1))
      .done((user) => typeOf(user).is<User>())
      .progress((percent) => typeOf(percent).is<number>());
  });
});

/** What `@types/jquery` says of the data of a request, which is any. */
type Data = JQuery.jqXHR extends JQuery.jqXHR<infer T> ? T : never;

describe('what jQuery makes', () => {
  compiles('is an observable, too', () => {
    typeOf(from(d.promise())).is<Observable<User>>();
    typeOf(from(d.then((user) => user.name))).is<Observable<string>>();
    typeOf(from($.when(d, promise))).is<Observable<User>>();
    typeOf(from($.Deferred<number>().promise({ title: 'Save?' }))).is<Observable<number>>();
    typeOf(from($('p').promise())).is<Observable<JQuery>>();
    typeOf($('p').promise().asObservable()).is<Observable<JQuery>>();
    typeOf(from($.get('/user'))).is<Observable<Data>>();
    typeOf($.ajax('/user').asObservable()).is<Observable<Data>>();
  });
});

describe('installDeferred()', () => {
  compiles('takes any jQuery, and gives a function', () => {
    const install = (jQuery: JQueryLike) => installDeferred(jQuery);
    typeOf(installDeferred($)).is<() => void>();
    return [install($), install({ fn: { jquery: '4.0.0' } })];
  });

  compiles('takes options, each of which may be left out', () => {
    const all: InstallOptions = {
      throwing: 'sync',
      then: 'task',
      audit: (finding) => {
        typeOf(finding).is<AuditFinding>();
        typeOf(finding.kind).is<AuditKind>();
        typeOf(finding.line).is<string>();
        typeOf(finding.count).is<number>();
      },
    };
    const none: InstallOptions = { throwing: undefined, then: undefined, audit: undefined };
    installDeferred($, all);
    installDeferred($, none);
    installDeferred($, {});
    installDeferred($, { throwing: 'report', then: 'microtask', audit: null });
  });

  compiles('refuses what is wrong', () => {
    // @ts-expect-error a deferred is no jQuery
    installDeferred(d);
    // @ts-expect-error a jQuery has a version
    installDeferred({ fn: {} });
    // @ts-expect-error a jQuery is needed
    installDeferred();
    // @ts-expect-error there is no such way
    installDeferred($, { throwing: 'async' });
    // @ts-expect-error off is written as undefined
    installDeferred($, { throwing: null });
    // @ts-expect-error there is no such time
    installDeferred($, { then: 'timer' });
    // @ts-expect-error a function, or null
    installDeferred($, { audit: true });
    // @ts-expect-error a misspelt name
    installDeferred($, { throws: 'sync' });
    installDeferred($, {
      audit: (finding) => {
        // @ts-expect-error it is read-only
        finding.count = 0;
      },
    });
  });
});

describe('formatAudit()', () => {
  compiles('takes what can be iterated over, and gives a text', () => {
    const findings: AuditFinding[] = [{ kind: 'pipe', line: 'at load (app.js:3:10)', count: 2 }];
    typeOf(formatAudit(findings)).is<string>();
    typeOf(formatAudit(new Set(findings))).is<string>();
    // @ts-expect-error there is no such kind
    formatAudit([{ kind: 'tap', line: '', count: 1 }]);
    // @ts-expect-error one finding is no list
    formatAudit(findings[0]);
  });
});
