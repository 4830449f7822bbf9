// Nothing that defines `Symbol.observable` may be loaded before this package: it is what this file is about.
import { from, type ObservableInput } from 'rxjs';
import { Deferred, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { recorder } from '../support/recorder.js';

const kinds: [name: string, make: (d: Deferred<number>) => DeferredPromise<number>][] = [
  ['Deferred()', (d) => d],
  ['promise()', (d) => d.promise()],
  ['then()', (d) => d.then()],
  ['when()', (d) => when(d, 1).then((n) => n)],
  ['toDeferred()', (d) => toDeferred(d)],
];

const made = () =>
  kinds.map(([name, make]) => {
    const d = Deferred<number>();
    return { name, d, object: make(d) };
  });

const atFirst = {
  isDefined: 'observable' in Symbol,
  underUndefined: Reflect.get(Deferred(), 'undefined') as unknown,
  has: ['@@observable', 'other', 'toString'].map((name) => name in Deferred()),
};

it('finds no interop method under a symbol that does not exist', () => {
  expect(atFirst).toStrictEqual({ isDefined: false, underUndefined: undefined, has: [true, false, true] });
});

describe('kefir and most, loaded after this package', () => {
  const before = made();
  // Both bring a polyfill of the symbol, which they read when they are loaded.
  const Kefir = jest.requireActual<typeof import('kefir')>('kefir');
  const most = jest.requireActual<typeof import('most')>('most');
  const after = made();

  const readers: [name: string, read: (input: object, next: (value: unknown) => void) => void][] = [
    ['kefir', (input, next) => Kefir.fromESObservable(input).onValue(next)],
    ['most', (input, next) => void most.from(input as never).observe(next)],
    ['RxJS', (input, next) => from(input as ObservableInput<unknown>).subscribe(next)],
  ];

  it('define the symbol', () => {
    expect(typeof Symbol.observable).toBe('symbol');
    expect(Symbol.observable in Deferred()).toBe(true);
  });

  it.each(
    readers.flatMap(([reader, read]) =>
      [...before.map((it) => ({ ...it, when: 'before' })), ...after.map((it) => ({ ...it, when: 'after' }))].map(
        (it) => ({
          ...it,
          reader,
          read,
        }),
      ),
    ),
  )('$reader reads $name that was made $when', async ({ read, object }) => {
    const next = recorder();
    const heard = new Promise<void>((resolve) => {
      read(object, (value) => {
        next(value);
        resolve();
      });
    });
    [...before, ...after].find((it) => it.object === object)?.d.resolve(7);
    await heard;
    expect(next.calls).toStrictEqual([[7]]);
  });

  it('reads the targets of promise() that are extended after', async () => {
    const values: unknown[] = [];
    const target = Deferred<number>().resolve(7).promise({});
    Kefir.fromESObservable(target).onValue((value) => values.push(value));
    await target;
    expect(values).toStrictEqual([7]);
  });

  it('does not see it in what for...in lists', () => {
    const names: PropertyKey[] = [];
    for (const name in Deferred()) {
      names.push(name);
    }
    expect(names).toContain('@@observable');
    expect(names.every((name) => typeof name === 'string')).toBe(true);
  });
});
