/** The channels, in the order in which they get an event, and the kind of emission that they make of it. */
export const channels = [
  ['progress', 'notify'],
  ['done', 'resolve'],
  ['fail', 'reject'],
] as const;
