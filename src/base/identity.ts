/** A constructor that returns its argument: the private fields of a subclass are then added to that object. */
export const Identity = function (object: object) {
  return object;
} as unknown as new (object: object) => object;
