import { Deferred, oneShot, when } from 'rx-deferred';

import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';

/** Waits for a value together with one that wins. */
function lose(value: unknown): void {
  when.race([value, 'the winner'], { abortLosers: true });
}

describe('an input whose work ends with what waits for it', () => {
  it.each([
    ['an object that has its methods', (d: Deferred, abort: unknown) => Object.assign(d.promise({}), { abort })],
    ['its promise', (d: Deferred, abort: unknown) => Object.defineProperty(d.promise(), 'abort', { value: abort })],
  ])('is ended by an abort of its own, before the teardown of the deferred behind it: %s', (_, make) => {
    const log: unknown[] = [];
    const d = Deferred(() => () => log.push('teardown'));
    lose(make(d, (reason: Error) => log.push(reason.name)));
    expect(log).toStrictEqual(['AbortError', 'teardown']);
    expect(d.state()).toBe('rejected');
  });

  it('is ended by its teardown if it has no abort of its own', () => {
    const teardown = jest.fn();
    const d = Deferred(() => teardown);
    lose(d.promise());
    expect(teardown).toHaveBeenCalledTimes(1);
    expect(d.state()).toBe('rejected');
  });

  it.each(jQuerys)(
    'is waited for after it was left, if it carries the methods of what another waits for (S36, jQuery %s)',
    (_, createJQuery) => {
      const teardown = jest.fn();
      const d = Deferred<string>(() => teardown).done(() => undefined);
      const carrier = d.promise(createJQuery().Deferred());
      const leave = new AbortController();
      const both = when.settled([carrier, 1], { abortLosers: true });
      both.until(leave.signal);
      leave.abort();
      expect([both.state(), d.state(), teardown.mock.calls]).toStrictEqual(['pending', 'pending', []]);
      d.resolve('a');
      expect(both.outcome()).toMatchObject({ args: [[{ state: 'resolved', args: ['a'] }, { args: [1] }]] });
    },
  );

  it.each(
    jQuerys.flatMap(([version, create]) =>
      [false, true].map((isInstalled) => ({
        version,
        create,
        under: isInstalled ? 'under it' : 'beside it',
        isInstalled,
      })),
    ),
  )("is ended by jQuery's abort() without a reason, which would be a text status ($version, $under)", (given) => {
    const $ = given.create();
    if (given.isInstalled) {
      installDeferred($);
    }
    const work = () => {
      const d = $.Deferred();
      const calls: unknown[][] = [];
      const abort = (...args: unknown[]) => {
        calls.push(args.filter((arg) => arg !== undefined));
        d.reject();
      };
      return { promise: d.promise({ abort }), calls };
    };
    const [loser, shared, leave] = [work(), work(), new AbortController()];
    lose(loser.promise);
    oneShot(() => shared.promise).get({ signal: leave.signal });
    leave.abort('reason');
    expect([loser.calls, shared.calls]).toStrictEqual([[[]], [[]]]);
  });

  it('is ended by the abort() of another copy of the package with the reason', async () => {
    let other: typeof import('rx-deferred') | undefined;
    await jest.isolateModulesAsync(async () => {
      other = await import('rx-deferred');
    });
    const d = other?.Deferred();
    const leave = new AbortController();
    oneShot(() => d).get({ signal: leave.signal });
    leave.abort('reason');
    expect(other?.Deferred).not.toBe(Deferred);
    expect(d?.outcome()).toMatchObject({ state: 'rejected', args: ['reason'] });
  });

  it.each(jQuerys)('has its promise() called once, without an abort (jQuery %s)', (_, createJQuery) => {
    const theirs = createJQuery().Deferred();
    const value = { promise: jest.fn(() => theirs.promise()) };
    lose(value);
    expect(value.promise).toHaveBeenCalledTimes(1);
    expect(theirs.state()).toBe('pending');
  });
});
