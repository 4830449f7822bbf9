import { isObservable } from 'rxjs';
import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';

describe.each(jQuerys)('a deferred of jQuery %s', (_, create) => {
  const $ = create();
  afterAll(installDeferred($));

  it.each(['outcome$', 'progress$'])('has a %s that can be replaced, as its methods can (S12)', (name) => {
    const d = $.Deferred();
    expect(isObservable(Reflect.get(d, name))).toBe(true);
    expect(Reflect.get(Object.assign(d, { [name]: 'own' }), name)).toBe('own');
    expect(isObservable(Reflect.get($.Deferred(), name))).toBe(true);
  });

  it.each(['outcome$', 'progress$'])('has a %s of its own only, not for an object that inherits it (S12)', (name) => {
    expect(Reflect.get(Object.create($.Deferred()) as object, name)).toBeUndefined();
  });

  it.each(['outcome$', 'progress$'])('can replace a %s again, and delete that of a target (S12)', (name) => {
    for (const object of [$.Deferred(), $.Deferred().promise({})]) {
      expect(Reflect.set(object, name, 'first') && Reflect.set(object, name, 'second')).toBe(true);
      expect(Reflect.get(object, name)).toBe('second');
      expect(Reflect.deleteProperty(object, name)).toBe(true);
    }
  });
});
