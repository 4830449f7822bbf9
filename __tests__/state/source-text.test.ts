import { Deferred, when } from 'rx-deferred';
import { isForwarder } from '../../src/state/source-text.js';

describe('isForwarder()', () => {
  it('recognises the callbacks that a thenable gets when it is followed (S21)', () => {
    const callbacks: unknown[] = [];
    const thenable = { then: (...args: unknown[]) => callbacks.push(...args) };
    when(thenable);
    expect(callbacks.length).toBeGreaterThan(1);
    expect(callbacks.map(isForwarder)).toStrictEqual(callbacks.map(() => true));
  });

  it.each<[name: string, value: unknown]>([
    ['a function of the user', (value: unknown) => value],
    ['a method that settles', Deferred().resolve],
    ['a native function', Boolean],
    ['a string', 'text'],
    ['nothing', undefined],
  ])('does not take %s for one (S21)', (_, value) => {
    expect(isForwarder(value)).toBe(false);
  });
});
