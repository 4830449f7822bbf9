import { inspect } from 'node:util';
import { Deferred, toDeferred, when } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';

describe('console.log in Node.js', () => {
  it('shows the kind of object and its state', () => {
    const d = Deferred();
    expect([inspect(d), inspect(d.promise()), inspect(d.then())]).toStrictEqual([
      'Deferred { <pending> }',
      'DeferredPromise { <pending> }',
      'DeferredPromise { <pending> }',
    ]);
    expect(inspect(toDeferred([1]))).toBe('DeferredPromise { <resolved> 1 }');
    expect(inspect(when())).toBe('DeferredPromise { <resolved> }');
  });

  it('shows all arguments', () => {
    const error = new RangeError('far');
    expect(inspect(Deferred().resolve())).toBe('Deferred { <resolved> }');
    expect(inspect(Deferred().resolve('Ada', 36))).toBe("Deferred { <resolved> 'Ada', 36 }");
    expect(inspect(Deferred().reject('a', undefined).promise())).toBe("DeferredPromise { <rejected> 'a', undefined }");
    expect(inspect(Deferred().reject(error))).toContain('Deferred { <rejected> RangeError: far\n');
  });

  it('shows the state, and the name of what is too deep, in the colour of what is special', () => {
    const special = (text: string) => `\u001b[36m${text}\u001b[39m`;
    expect(inspect(Deferred().resolve(Deferred()), { colors: true, depth: 0 })).toBe(
      `Deferred { ${special('<resolved>')} ${special('[Deferred]')} }`,
    );
  });

  it('shows it within other objects, to the depth that was asked for', () => {
    const d = Deferred().resolve({ a: { b: { c: {} } } });
    const native = new Set([{ a: { b: { c: {} } } }]);
    for (const depth of [0, 1, 2, 3, null, Infinity]) {
      for (const wrap of [(value: unknown) => value, (value: unknown) => ({ value }), (value: unknown) => [[value]]]) {
        expect(
          inspect(wrap(d), { depth, compact: 100, breakLength: Infinity })
            .replace(/Deferred(?= \{)/, 'Set(1)')
            .replace('Deferred', 'Set')
            .replace('<resolved> ', ''),
        ).toBe(inspect(wrap(native), { depth, compact: 100, breakLength: Infinity }));
      }
    }
    expect(inspect(d, { depth: 0 })).toBe('Deferred { <resolved> [Object] }');
    expect(inspect({ nested: { d } }, { depth: 0 })).toBe('{ nested: [Object] }');
    expect(inspect({ d }, { depth: 0 })).toBe('{ d: [Deferred] }');
  });

  it('ends where an argument leads back to the deferred', () => {
    const d = Deferred();
    d.resolve({ d, list: [d.promise()] });
    expect(inspect(d, { depth: null })).toBe('Deferred { <resolved> { d: [Deferred], list: [ [DeferredPromise] ] } }');
    expect(inspect(d, { depth: null })).toBe(inspect(d, { depth: Infinity }));
  });

  it('has the colours of Node.js', () => {
    expect(inspect(Deferred().resolve(1), { colors: true })).toBe(
      'Deferred { \u001b[36m<resolved>\u001b[39m \u001b[33m1\u001b[39m }',
    );
  });

  it('shows the methods of a target, and the prototype, as what they are', () => {
    expect(inspect(Deferred().promise({ title: 'Save?' }))).toMatch(/^\{\n {2}title: 'Save\?',\n {2}state: \[Function/);
    expect(() => inspect(Deferred.prototype, { showHidden: true, getters: true })).not.toThrow();
  });
});

describe('Symbol.toStringTag', () => {
  const tagOf = (value: unknown): string => Object.prototype.toString.call(value);

  it('names the kind of object', () => {
    const d = Deferred();
    expect([d, d.promise(), d.then(), toDeferred([1])].map(tagOf)).toStrictEqual([
      '[object Deferred]',
      '[object DeferredPromise]',
      '[object DeferredPromise]',
      '[object DeferredPromise]',
    ]);
    expect([d, d.promise()].map(String)).toStrictEqual(['[object Deferred]', '[object DeferredPromise]']);
    expect([d[Symbol.toStringTag], d.promise()[Symbol.toStringTag]]).toStrictEqual(['Deferred', 'DeferredPromise']);
  });

  it('leaves plain objects what they are', () => {
    expect(tagOf(Deferred().promise({}))).toBe('[object Object]');
  });
});

describe('JSON.stringify', () => {
  it('gives what it gives of a jqXHR of jQuery', async () => {
    const jqXHR = get('data:application/json,{"name":"Ada"}');
    expect(JSON.stringify(jqXHR)).toBe('{"readyState":1}');
    await jqXHR;
    expect(JSON.stringify(jqXHR)).toBe(
      '{"readyState":4,"responseText":"{\\"name\\":\\"Ada\\"}","responseJSON":{"name":"Ada"},"status":200,"statusText":"OK"}',
    );
    const failed = get('data:');
    await failed.catch(() => undefined);
    expect([failed.status, failed.statusText, JSON.stringify(failed)]).toStrictEqual([
      0,
      'error',
      '{"readyState":0,"status":0,"statusText":"error"}',
    ]);
  });
});
