import { from, Observable, Subject } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { gated, hang, reply, startServer, type Answer } from '../ajax/server.js';
import { collectReportsInTime } from '../support/reported-errors.js';
import { outcomeNow, outcomeOf, recorder } from '../support/recorder.js';
import { drainMicrotasks, dueTimers } from '../support/turn.js';
import { collectUnhandled } from '../support/unhandled.js';
import { jQuerys } from './jquerys.js';

const server = startServer();
collectReportsInTime();
const unhandled = collectUnhandled();

const abortError = { name: 'AbortError' };
const arrived = (count: number) => server.until(() => server.seen.length === count);
const cut = () => server.seen.filter(({ isCut }) => isCut).length;

/** Answers a page of another origin: that of the jQuery. */
const open =
  (answer: Answer): Answer =>
  (request, response, body) =>
    answer(request, response.setHeader('Access-Control-Allow-Origin', '*'), body);

const first = open(reply('first'));
const ignore = () => undefined;

type Wait = (
  $: JQueryStatic,
  send: () => JQuery.jqXHR,
) => Pick<DeferredPromise, 'state'> & { until(notifier: AbortSignal): unknown };

describe.each(jQuerys)('a request of jQuery %s', (_, create) => {
  const install = () => {
    const $ = create();
    installDeferred($);
    return $;
  };

  it('ends with the last that has left by until(), and not before', async () => {
    const $ = install();
    const [header, list, fail] = [new AbortController(), new Subject<void>(), recorder()];
    const jqXHR = $.ajax(server.at(hang)).fail(fail);
    const branches = [jqXHR.until(header.signal), jqXHR.then((data: unknown) => data).until(list)];
    await arrived(1);
    header.abort();
    await server.roundTrip();
    expect([cut(), jqXHR.state(), branches.map((branch) => branch.state())]).toStrictEqual([
      0,
      'pending',
      ['rejected', 'pending'],
    ]);
    list.next();
    expect(fail.calls).toStrictEqual([[jqXHR, 'abort', 'abort']]);
    await server.until(() => cut() === 1);
    for (const branch of branches) {
      expect((await outcomeOf(branch)).args).toMatchObject([abortError]);
    }
  });

  it.each<[string, Wait]>([
    ['the result of then()', ($, send) => $.get(server.at(first)).then(send)],
    ['the result of finally()', ($, send) => $.get(server.at(first)).finally(send)],
    ['$.when()', ($, send) => $.when(send(), 1)],
    ['$.when() of one', ($, send) => $.when(send())],
    ['its promise()', (_$, send) => send().promise()],
    ['a copy of it', ($, send) => $.extend({}, send())],
    ['when()', (_$, send) => when(send(), 1)],
    ['when.all()', (_$, send) => when.all([send()])],
    ['when.race() with abortLosers', (_$, send) => when.race([send()], { abortLosers: true })],
    ['toDeferred()', (_$, send) => toDeferred(send())],
    ['oneShot()', (_$, send) => oneShot(send).get()],
    ['what a deferred was resolved with', (_$, send) => Deferred<JQuery.jqXHR>().resolve(send()).then()],
  ])('ends when %s is left (S36)', async (_, wait) => {
    const $ = install();
    const [leave, fail] = [new AbortController(), recorder()];
    const url = server.at(hang);
    const isUnderWay = () => server.seen.some(({ path }) => url.endsWith(path));
    wait($, () => $.ajax(url).fail(fail)).until(leave.signal);
    await server.until(isUnderWay);
    await server.roundTrip();
    expect(cut()).toBe(0);
    leave.abort();
    await server.until(() => cut() === 1);
    expect(fail.calls).toStrictEqual([[expect.objectContaining({ status: 0, statusText: 'abort' }), 'abort', 'abort']]);
  });

  it.each<[string, ($: JQueryStatic, jqXHR: JQuery.jqXHR) => unknown]>([
    ['done()', (_$, jqXHR) => jqXHR.done(ignore)],
    ['then()', (_$, jqXHR) => jqXHR.then(ignore)],
    ['await', (_$, jqXHR) => Promise.all([jqXHR]).catch(ignore)],
    ['$.when()', ($, jqXHR) => $.when(jqXHR, 1)],
    ['when()', (_$, jqXHR) => when(jqXHR, 1)],
    ['a subscriber', (_$, jqXHR) => from(jqXHR).subscribe({ error: ignore })],
    ['a subscriber of outcome$', (_$, jqXHR) => jqXHR.outcome$.subscribe()],
  ])('goes on while it is wanted by %s (S38)', async (_, keep) => {
    const $ = install();
    const leave = new AbortController();
    const jqXHR = $.ajax(server.at(hang));
    keep($, jqXHR);
    await arrived(1);
    await drainMicrotasks();
    jqXHR.until(leave.signal);
    when.all([jqXHR], { abortLosers: true }).until(leave.signal);
    oneShot(() => jqXHR).get({ signal: leave.signal });
    leave.abort();
    await server.roundTrip();
    expect([jqXHR.state(), cut()]).toStrictEqual(['pending', 0]);
    jqXHR.abort();
    await server.until(() => cut() === 1);
  });

  it('goes on for a success option, not for error, complete, statusCode, always and progress (S38)', async () => {
    const $ = install();
    const leave = new AbortController();
    const url = server.at(hang);
    const kept = $.ajax(url, { success: ignore });
    const watched = $.ajax(url, { error: ignore, complete: ignore, statusCode: { 200: ignore } });
    watched.always(ignore).progress(ignore).progress$.subscribe();
    await arrived(2);
    kept.until(leave.signal);
    watched.until(leave.signal);
    leave.abort();
    await server.until(() => cut() === 1);
    expect([kept.state(), watched.statusText]).toStrictEqual(['pending', 'abort']);
    kept.abort();
    await server.until(() => cut() === 2);
  });

  it('is never sent, if it is left in beforeSend', async () => {
    const $ = install();
    const jqXHR = $.ajax(server.at(hang), { beforeSend: (one) => void one.until(AbortSignal.abort()) });
    expect(outcomeNow(jqXHR).args).toStrictEqual([jqXHR, 'canceled', 'canceled']);
    await server.roundTrip();
    expect(server.seen).toStrictEqual([]);
  });

  it('tells jQuery of its end, as abort() does', async () => {
    const $ = install();
    const [complete, leave] = [recorder(), new AbortController()];
    const jqXHR = $.ajax(server.at(hang), { complete });
    jqXHR.until(leave.signal);
    await arrived(1);
    expect(Reflect.get($, 'active')).toBe(1);
    leave.abort();
    expect(complete.calls).toStrictEqual([[jqXHR, 'abort']]);
    expect(Reflect.get($, 'active')).toBe(0);
  });

  it('has the text status abort as a loser, though the abort has a reason', async () => {
    const $ = install();
    const loser = $.ajax(server.at(hang));
    await arrived(1);
    when.race([loser, 1], { abortLosers: true });
    expect(outcomeNow(loser).args).toStrictEqual([loser, 'abort', 'abort']);
    await server.until(() => cut() === 1);
  });

  it('goes on if a plugin has replaced its methods, whose own handlers wait for it (S37, S38)', async () => {
    const $ = install();
    const leave = new AbortController();
    const answers = recorder();
    $.ajaxPrefilter((_options, _original, jqXHR) => {
      const d = $.Deferred();
      jqXHR.done(answers, (data: unknown) => void d.resolve(data)).fail(() => void d.reject());
      d.promise(jqXHR);
    });
    const { answer, open: send } = gated(first);
    const jqXHR = $.ajax(server.at(answer));
    const left = jqXHR.until(leave.signal);
    await arrived(1);
    leave.abort();
    await server.roundTrip();
    expect([left.state(), jqXHR.state(), cut()]).toStrictEqual(['rejected', 'pending', 0]);
    send();
    await jqXHR;
    expect(answers.calls).toStrictEqual([['first', 'success', jqXHR]]);
  });

  it('is no unhandled rejection when it is left', async () => {
    const $ = install();
    const leave = new AbortController();
    const jqXHR = $.ajax(server.at(hang));
    jqXHR.until(leave.signal);
    await arrived(1);
    leave.abort();
    expect(jqXHR.state()).toBe('rejected');
    $.Deferred().reject('other');
    while (unhandled.length === 0) {
      await dueTimers();
    }
    expect(unhandled).toStrictEqual([{ reason: 'other', args: ['other'] }]);
  });

  it('has observables (S31)', async () => {
    const $ = install();
    const jqXHR = $.ajax(server.at(first));
    const [outcomes, notifications, log] = [recorder(), recorder(), [] as string[]];
    expect(jqXHR.outcome$).toBeInstanceOf(Observable);
    jqXHR.outcome$.subscribe(outcomes);
    jqXHR.progress$.subscribe({ next: notifications, complete: () => log.push('complete') });
    await jqXHR;
    expect(outcomes.calls).toMatchObject([[{ state: 'resolved', args: ['first', 'success', jqXHR] }]]);
    expect([notifications.calls, log]).toStrictEqual([[], ['complete']]);
    expect(Object.keys(jqXHR)).not.toEqual(expect.arrayContaining(['outcome$']));
  });
});
