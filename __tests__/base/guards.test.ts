import { runInNewContext } from 'node:vm';
import { isArrayLike, isErrorLike, isFunction, isObject, isPromising, thenOf } from '../../src/base/guards.js';

const run = (source: string): unknown => runInNewContext(source);

describe('what a value looks like', () => {
  it.each([
    ['an error', new TypeError('x'), true],
    ['an error of another realm', run('new RangeError("x")'), true],
    ['an error without a message', new Error(), true],
    ['a DOMException', new DOMException('x', 'AbortError'), true],
    ['an object with a name and a message', { name: 'HttpErrorResponse', message: 'x' }, true],
    ['an object without a name', { message: 'x' }, false],
    ['an object with an empty name', { name: '', message: 'x' }, false],
    ['an object without a message', { name: 'x' }, false],
    ['an object whose message is no text', { name: 'x', message: 1 }, false],
    ['a function, which has a name', function named() {}, false],
    ['a text', 'Error: x', false],
    ['null', null, false],
    ['undefined', undefined, false],
  ])('says whether %s looks like an error', (_name, value, expected) => {
    expect(isErrorLike(value)).toBe(expected);
  });

  it.each([
    ['an array', [1], true],
    ['an array of another realm', run('[1]'), true],
    ['an array with holes', new Array(3), true],
    ['an object with the length zero', { length: 0 }, true],
    ['an object with its last index', { length: 2, 1: 'b' }, true],
    ['arguments', run('(function () { return arguments; })(1, 2)'), true],
    ['an object without its last index', { length: 2, 0: 'a' }, false],
    ['an object with a length that is no integer', { length: 0.5 }, false],
    ['an object with a negative length', { length: -1, [-2]: 'a' }, false],
    ['an object whose length is a text', { length: '1', 0: 'a' }, false],
    ['a function, which has a length', () => undefined, false],
    ['a text', 'ab', false],
    ['null', null, false],
  ])('says whether %s is a list', (_name, value, expected) => {
    expect(isArrayLike(value)).toBe(expected);
  });

  it.each([
    ['an object', {}, true, false],
    ['an object without a prototype', Object.create(null), true, false],
    ['a function', () => undefined, true, true],
    ['a class', Map, true, true],
    ['a text', 'a', false, false],
    ['null', null, false, false],
    ['undefined', undefined, false, false],
  ])('says whether %s is an object, or a function', (_name, value, object, callable) => {
    expect([isObject(value), isFunction(value)]).toStrictEqual([object, callable]);
  });

  it('has a promise only if that is a method', () => {
    const candidates = [{ promise: () => undefined }, { promise: true }, 'promise', null];
    expect(candidates.map(isPromising)).toStrictEqual([true, false, false, false]);
  });

  it('has its then read once, where it can have one (Promises/A+ 2.3.3.1)', () => {
    const get = jest.fn(() => 'then');
    expect(thenOf(Object.defineProperty({}, 'then', { get }))).toBe('then');
    expect(get).toHaveBeenCalledTimes(1);
    expect([null, undefined, 1, 'a'].map(thenOf)).toStrictEqual([false, false, false, false]);
  });
});
