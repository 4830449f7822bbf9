/** Defines `Symbol.observable`, like a polyfill that is loaded before RxJS and this package. */
Object.defineProperty(Symbol, 'observable', { value: Symbol('observable'), configurable: true });
