/** Defines `Symbol.observable`, as a polyfill does that is loaded before RxJS and this package. */
Object.defineProperty(Symbol, 'observable', { value: Symbol('observable'), configurable: true });
