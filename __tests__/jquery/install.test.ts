import { JSDOM } from 'jsdom';
import { firstValueFrom, from, map, of, switchMap, toArray } from 'rxjs';
import { Deferred, isDeferred, when } from 'rx-deferred';
import { installDeferred, type InstallOptions, type JQueryLike } from 'rx-deferred/jquery';
import { collectReportsInTime } from '../support/reported-errors.js';
import { recorder } from '../support/recorder.js';
import { jQuerys } from './jquerys.js';

collectReportsInTime();

const whenOf = ($: object): unknown => Reflect.get($, 'when');

describe.each(jQuerys)('installDeferred(), with jQuery %s', (_, create) => {
  it('makes $.Deferred() and $.when() give deferreds and promises of this package', () => {
    const $ = create();
    expect(isDeferred($.Deferred())).toBe(false);
    installDeferred($);

    expect(isDeferred($.Deferred())).toBe(true);
    expect(isDeferred($.Deferred().promise())).toBe(false);
    expect($.when($.Deferred(), 1)).toHaveProperty('progress$');
    expect($.Deferred().then(() => 1)).toHaveProperty('progress$');
  });

  it('keeps exceptionHook and whatever else $.Deferred has, and the identity of neither function', () => {
    const $ = create();
    const { Deferred: stock } = $;
    const stockWhen = whenOf($);
    const plugin = () => 'plugin';
    Object.assign(stock, { plugin });
    installDeferred($);

    expect($.Deferred).not.toBe(stock);
    expect(whenOf($)).not.toBe(stockWhen);
    expect({ ...$.Deferred }).toStrictEqual({ ...stock });
    expect($.Deferred).toHaveProperty('plugin', plugin);
  });

  it('gives the function that leaves jQuery as it was', () => {
    const $ = create();
    const before = Object.getOwnPropertyDescriptors($);
    const uninstall = installDeferred($);
    uninstall();

    expect(Object.getOwnPropertyDescriptors($)).toStrictEqual(before);
    expect(Object.keys(Object.getOwnPropertyDescriptors($))).toStrictEqual(Object.keys(before));
  });

  it('leaves deferreds that were made before uninstalling at work', async () => {
    const $ = create();
    const uninstall = installDeferred($);
    const d = $.Deferred<number>();
    const done = recorder();
    d.done(done);
    const next = d.then((n) => n + 1);
    const whole = $.when(d, 1);
    uninstall();
    d.resolve(1);

    expect(done.calls).toStrictEqual([[1]]);
    expect(whole.state()).toBe('resolved');
    expect(await next).toBe(2);
    expect(isDeferred($.Deferred())).toBe(false);
  });

  it('is idempotent: it gives the same function, and one call of that is enough', () => {
    const $ = create();
    const { Deferred: stock } = $;
    const uninstall = installDeferred($);
    const { Deferred: ours } = $;

    expect(installDeferred($)).toBe(uninstall);
    expect($.Deferred).toBe(ours);
    uninstall();
    expect($.Deferred).toBe(stock);
    uninstall();
    expect($.Deferred).toBe(stock);
  });

  it('installs again after uninstalling, and an old function to uninstall changes nothing then', () => {
    const $ = create();
    const first = installDeferred($);
    first();
    installDeferred($);
    first();

    expect(isDeferred($.Deferred())).toBe(true);
  });

  it('leaves alone what somebody else has replaced since', () => {
    const $ = create();
    const stockWhen = whenOf($);
    const uninstall = installDeferred($);
    const theirs = Object.assign(() => Deferred(), { theirs: true });
    Object.assign($, { Deferred: theirs });
    uninstall();

    expect($.Deferred).toBe(theirs);
    expect(whenOf($)).toBe(stockWhen);
  });

  it('gives back what a setter has taken, as that of jquery-migrate has', () => {
    const $ = create();
    let { Deferred: value } = $;
    Object.defineProperty($, 'Deferred', {
      configurable: true,
      get: () => value,
      set: (next: typeof value) => (value = next),
    });
    const uninstall = installDeferred($);
    expect(isDeferred($.Deferred())).toBe(true);
    uninstall();

    expect(isDeferred($.Deferred())).toBe(false);
    expect(Object.getOwnPropertyDescriptor($, 'Deferred')).toHaveProperty('get');
  });

  it('leaves nothing replaced where one of both cannot be', () => {
    const $ = create();
    Object.defineProperty($, 'when', { writable: false });

    expect(() => installDeferred($)).toThrow(TypeError);
    expect(isDeferred($.Deferred())).toBe(false);
  });

  it('tells a copy of jQuery from the one that it was copied from', () => {
    const $ = create();
    const uninstall = installDeferred($);
    const copy = $.extend(() => undefined, $) as unknown as JQueryStatic;
    const copied = Reflect.get(copy, 'Deferred') as unknown;
    installDeferred(copy)();

    expect(Reflect.get(copy, 'Deferred')).toBe(copied);
    expect(isDeferred($.Deferred())).toBe(true);
    uninstall();
    expect(isDeferred($.Deferred())).toBe(false);
  });

  it('keeps two jQuerys apart', () => {
    const [$, other] = [create(), create()];
    installDeferred($);

    expect(isDeferred(other.Deferred())).toBe(false);
    installDeferred(other)();
    expect(isDeferred($.Deferred())).toBe(true);
  });

  it('takes a subclass of jQuery, as $.sub and $.noConflict give', () => {
    const $ = create();
    const uninstall = installDeferred($.noConflict(true));

    expect(isDeferred($.Deferred())).toBe(true);
    uninstall();
    expect(isDeferred($.Deferred())).toBe(false);
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'object'],
    [{}, 'object'],
    ['jQuery', 'string'],
    [{ fn: { jquery: '4.0.0' } }, 'object'],
    [() => undefined, 'function'],
    [Deferred, 'function'],
    [Object.assign(() => undefined, { fn: {} }), 'function'],
    [Object.assign(() => undefined, { fn: { jquery: 4 } }), 'function'],
  ])('refuses %p, which is no jQuery', (value, type) => {
    expect(() => installDeferred(value as JQueryLike)).toThrow(
      new TypeError(`Expected jQuery to be a jQuery, with its version in jQuery.fn.jquery, got ${type}`),
    );
  });

  it.each<[object, string]>([
    [null as unknown as object, 'Expected options to be an object, got object'],
    [{ throwing: 'async' }, "Expected throwing to be 'sync' or 'report', got string"],
    [{ throwing: null }, "Expected throwing to be 'sync' or 'report', got object"],
    [{ then: true }, "Expected then to be 'task' or 'microtask', got boolean"],
    [{ audit: true }, 'Expected audit to be a function, got boolean'],
  ])('refuses %p, and installs nothing', (options, message) => {
    const $ = create();

    expect(() => installDeferred($, options as InstallOptions)).toThrow(new TypeError(message));
    expect(isDeferred($.Deferred())).toBe(false);
  });
});

describe.each(jQuerys)('what jQuery %s makes then', (_, create) => {
  const install = () => {
    const $ = create();
    installDeferred($);
    return $;
  };

  it('is an observable: from($.Deferred()), its promise, then() and $.when()', async () => {
    const $ = install();
    const d = $.Deferred<number>().resolve(1);

    expect(await firstValueFrom(from(d).pipe(map((n) => n * 2)))).toBe(2);
    expect(await firstValueFrom(from(d.promise()))).toBe(1);
    expect(await firstValueFrom(from(d.then((n) => n + 1)))).toBe(2);
    expect(await firstValueFrom(from($.when(d, 5)))).toBe(1);
    expect(
      await firstValueFrom(
        of(0).pipe(
          switchMap(() => d),
          toArray(),
        ),
      ),
    ).toStrictEqual([1]);
  });

  it('is the promise of a queue, by $.fn.promise', async () => {
    const $ = install();
    const p = $('p');
    const log: string[] = [];
    p.queue((next) => {
      log.push('first');
      setTimeout(next);
    });
    const promise = p.queue(() => log.push('second')).promise();
    expect(promise).toHaveProperty('progress$');
    expect(promise.state()).toBe('pending');
    p.dequeue();
    p.clearQueue();
    expect(await firstValueFrom(from(p.promise()))).toBe(p);
  });

  it('is the promise that $.ready, which is older, gives by then', async () => {
    const $ = install();
    const ready = recorder();
    $(ready);
    const promise = ($.ready as unknown as Pick<JQuery.Promise<JQueryStatic>, 'then'>).then(() => 5);

    expect(promise).toHaveProperty('progress$');
    expect(await promise).toBe(5);
    expect(ready.calls).toStrictEqual([[$]]);
  });

  it('is a jqXHR, with abort() of its own', async () => {
    const $ = install();
    const jqXHR = $.ajax('http://localhost:1/');
    const abort = Reflect.get(jqXHR, 'abort') as unknown;
    const fail = recorder();
    jqXHR.fail(fail);
    expect(jqXHR).toHaveProperty('asObservable');
    jqXHR.abort('left');

    expect(Reflect.get(jqXHR, 'abort')).toBe(abort);
    expect(fail.calls).toStrictEqual([[jqXHR, 'left', 'left']]);
    await expect(firstValueFrom(from(jqXHR))).rejects.toBe(jqXHR);
  });

  it('is adopted by when() of this package, and the other way round', async () => {
    const $ = install();
    const theirs = $.Deferred<number>();
    const ours = Deferred<number>();
    const both = recorder();
    when(theirs, ours).done(both);
    $.when(ours, theirs).done(both);
    theirs.resolve(1);
    ours.resolve(2);

    expect(both.calls).toStrictEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(await ours.then(() => theirs)).toBe(1);
    expect(await theirs.then(() => ours)).toBe(2);
  });

  it('are deferreds and promises that older ones of jQuery forward to, and follow', async () => {
    const $ = create();
    const old = $.Deferred<number>();
    const early = old.then((n) => n + 1);
    installDeferred($);
    const d = $.Deferred<number>();
    old.done((n) => void d.resolve(n));
    const late = old.then((n) => $.Deferred<number>().resolve(n * 10));
    const whole = $.when(old, d);
    old.resolve(1);

    expect(d.state()).toBe('resolved');
    expect(whole.state()).toBe('resolved');
    expect(await early).toBe(2);
    expect(await late).toBe(10);
    expect(late).toHaveProperty('progress$');
  });
});

describe('the slim build of jQuery 4, which has no deferreds', () => {
  it('gets them, and loses them again', () => {
    const { jQueryFactory } = jest.requireActual<{ jQueryFactory: (window: unknown) => JQueryStatic }>(
      'jquery/factory-slim',
    );
    const $ = jQueryFactory(new JSDOM('').window);
    expect($).not.toHaveProperty('Deferred');
    const uninstall = installDeferred($);

    expect($.Deferred().resolve(1).state()).toBe('resolved');
    uninstall();
    expect($).not.toHaveProperty('Deferred');
    expect($).not.toHaveProperty('when');
  });
});
