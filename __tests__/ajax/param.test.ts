import fc from 'fast-check';
import { JSDOM } from 'jsdom';

import { param } from '../../src/ajax/param.js';

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 5000);
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

interface JQuery {
  param: typeof param;
  extend(deep: true, target: object, source: { data: object }): { data: object };
}

const { jQueryFactory } = jest.requireActual<{ jQueryFactory: (window: unknown) => JQuery }>('jquery/factory');
const jQuery = jQueryFactory(new JSDOM('').window);

/** What `jQuery.ajax()` does: it copies plain objects without what is undefined. */
const theirs: typeof param = (data, traditional) =>
  jQuery.param(Array.isArray(data) ? data : jQuery.extend(true, {}, { data }).data, traditional);

/** What both give, or the kind of error that both throw. */
function of(serialize: typeof param, data: object, traditional: boolean): string {
  try {
    return serialize(data, traditional);
  } catch (error) {
    return (error as Error).name;
  }
}

class Point {
  readonly x = 1;
  constructor(readonly y: unknown) {}
  get inherited() {
    return 2;
  }
}

const name = fc.oneof(
  fc.constantFrom('a', 'b', '', 'a[]', '[]', 'a[b]', '__proto__', 'constructor', 'toString', 'length', '0', 'ä ß&='),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 0, -0, NaN, Infinity, false, true, 1n, ' +%20&=', '€', '😀', '\ud800'),
  fc.constantFrom<unknown>(new Date(0), new Date(NaN), /x/g, new Error('x'), Object(1), Object('s'), Symbol('s')),
  fc.constantFrom<unknown>(new Map([[1, 2]]), new Set([1]), new Uint8Array([1, 2])),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.double(),
  fc.constantFrom<() => unknown>(
    () => 'called',
    () => null,
    () => [1, 2],
  ),
);

/** An object with properties of its own, `__proto__` among them. */
const record = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .chain((entries) =>
      fc.constantFrom<object>(Object.fromEntries(entries), Object.assign(Object.create({ up: 1 }) as object, { a: 1 })),
    );

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    // jQuery drops what is undefined at the end of a list, and sends it as empty elsewhere.
    fc.array(
      tie('tree').map((item) => item ?? null),
      { maxLength: 4 },
    ),
    record(tie('tree')),
    scalar.map((y) => new Point(y ?? null)),
    fc.constant([, 1]),
  ),
}));

const fields = fc.array(fc.record({ name, value: scalar }), { maxLength: 4 });

describe('the query of data (S33)', () => {
  it(`is that of jQuery.param(), for ${String(runs)} random values`, () => {
    const property = fc.property(
      fc.oneof(record(tree), fields, fc.array(tree, { maxLength: 3 })),
      fc.boolean(),
      (data, traditional) => {
        expect(of(param, data, traditional)).toBe(of(theirs, data, traditional));
      },
    );
    const result = fc.check(property, { numRuns: runs, seed });
    if (result.failed) {
      throw new Error(
        `DIFFERENTIAL_SEED=${String(seed)} shows a difference.\n${fc.defaultReportMessage(result) ?? ''}`,
      );
    }
  }, 60_000);

  it.each<[data: object, plain: string, traditional: string]>([
    [{ a: [1, 2] }, 'a[]=1&a[]=2', 'a=1&a=2'],
    [{ 'a[]': [1, 2] }, 'a[]=1&a[]=2', 'a[]=1&a[]=2'],
    [{ '': 'x' }, '=x', '=x'],
    [{ a: { b: [{ c: 1 }, [2]] } }, 'a[b][0][c]=1&a[b][1][]=2', 'a=[object Object]'],
    [{ a: [], b: {}, c: null, d: undefined }, 'c=', 'b=[object Object]&c='],
    [{ a: () => 'called' }, 'a=called', 'a=called'],
    [{ a: new Map([[1, 2]]) }, '', 'a=[object Map]'],
    [new Point('y'), 'y=y&x=1', 'y=y&x=1'],
    [[{ name: 'a', value: 1 }], 'a=1', 'a=1'],
    [[], '', ''],
    [{ ['__proto__']: { a: 1 }, constructor: 1 }, 'constructor=1', 'constructor=1'],
  ])('of %j is %s, and traditionally %s', (data, plain, traditional) => {
    expect(decodeURIComponent(param(data, false))).toBe(plain);
    expect(decodeURIComponent(param(data, true))).toBe(traditional);
    expect([param(data, false), param(data, true)]).toStrictEqual([theirs(data, false), theirs(data, true)]);
  });

  it.each(['toString', 'valueOf'])('leaves an undefined %s out of an object in a list, too', (name) => {
    for (const item of [
      { [name]: undefined },
      Object.create(null),
      [{ [name]: undefined }],
      new Date(0),
    ] as unknown[]) {
      const data = { a: [item, 1] };
      expect(of(param, data, true)).toBe(of(theirs, data, true));
    }
  });

  it('leaves the prototypes of objects alone', () => {
    param(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object, false);
    expect({}).not.toHaveProperty('polluted');
  });
});

it('leaves inherited methods out, and takes other inherited fields (S33)', () => {
  const data = Object.assign(Object.create({ method: () => 1, inherited: 2 }) as object, { own: 3 });
  expect(param(data, false)).toBe('own=3&inherited=2');
});
