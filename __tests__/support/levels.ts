const { apply } = Reflect;

/**
 * Counts the probes of the stack, each of which finds what it is told to: by default, enough. It lasts until mocks are
 * restored.
 */
export function probes(isEnough: () => boolean = () => true) {
  const probe = jest.fn((list: ArrayLike<unknown>) => {
    if (!isEnough()) {
      throw new RangeError('Maximum call stack size exceeded');
    }
    return list.length;
  });
  jest
    .spyOn(Reflect, 'apply')
    .mockImplementation((target: unknown, context: unknown, list: ArrayLike<unknown>): unknown =>
      target === Boolean ? probe(list) : apply(target as () => unknown, context, list),
    );
  return probe;
}

/** Settles deferreds, each in a handler of the one before, and gives the order in which handlers begin and return. */
export function orderOf(length: number, create: () => { done(handler: () => void): unknown; resolve(): unknown }) {
  const log: string[] = [];
  const deferreds = Array.from({ length }, create);
  deferreds.forEach((d, i) => {
    d.done(() => {
      log.push(`in ${String(i)}`);
      deferreds[i + 1]?.resolve();
      log.push(`out ${String(i)}`);
    });
  });
  deferreds[0]?.resolve();
  return log;
}
