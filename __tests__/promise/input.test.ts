import { Deferred, when } from 'rx-deferred';

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

  it.each(jQuerys)('has its promise() called once, without an abort (jQuery %s)', (_, createJQuery) => {
    const theirs = createJQuery().Deferred();
    const value = { promise: jest.fn(() => theirs.promise()) };
    lose(value);
    expect(value.promise).toHaveBeenCalledTimes(1);
    expect(theirs.state()).toBe('pending');
  });
});
