/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- two functions over any type are compared */
/** Whether two types are the same, not only assignable to each other: `any` and `unknown` differ. */
export type Equal<T1, T2> = (<T>() => T extends T1 ? 1 : 2) extends <T>() => T extends T2 ? 1 : 2 ? true : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

interface TypeCheck<TActual> {
  /** Compiles without an argument only where the types are the same. */
  is<TExpected>(
    ...mismatch: Equal<TActual, TExpected> extends true ? [] : [expected: TExpected, actual: TActual]
  ): true;
}

/** Checks the type of a value, or one that is given: `typeOf<Args<void>>().is<[]>()`. */
export function typeOf<TActual>(): TypeCheck<TActual>;
// eslint-disable-next-line @typescript-eslint/unified-signatures -- an optional parameter would take off undefined
export function typeOf<TActual>(value: TActual): TypeCheck<TActual>;
export function typeOf(): TypeCheck<unknown> {
  return { is: () => true };
}

/** Makes a test of code that is compiled and not run: ts-jest fails the file when it does not compile. */
export function compiles(name: string, code: () => unknown): void {
  it(name, () => {
    expect(code).toBeInstanceOf(Function);
  });
}

/** A type that a test needs and that is not built in. */
export interface User {
  name: string;
}
