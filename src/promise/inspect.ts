import { stateOf } from '../state/emission.js';
import type { Settlement } from '../state/settlement.js';

/** The method that `console.log` of Node.js calls to format an object. */
export const inspectMethod = Symbol.for('nodejs.util.inspect.custom');

/** The options and the function that Node.js passes to that method. */
interface InspectOptions {
  readonly depth?: number | null;
  readonly stylize: (text: string, style: 'special') => string;
}
type Inspect = (value: unknown, options: InspectOptions) => string;

/** The settlements that are being formatted: an argument may refer back to its deferred. */
const formatting = new Set<Settlement>();

/** Formats the state and the arguments as Node.js formats those of a promise: `Deferred { <resolved> 1, 2 }`. */
export function inspectSettlement(
  settlement: Settlement,
  name: string,
  depth: number | null,
  options: InspectOptions,
  inspect: Inspect,
): string {
  const { stylize } = options;
  if ((depth !== null && depth < 0) || formatting.has(settlement)) {
    return stylize(`[${name}]`, 'special');
  }
  const { settled } = settlement;
  const { args = [settled?.value] } = settled ?? { args: [] };
  const nested = { ...options, depth: depth === null ? null : depth - 1 };
  formatting.add(settlement);
  try {
    const state = stylize(`<${stateOf(settled?.kind)}>`, 'special');
    return `${name} { ${state}${args.map((arg, i) => (i ? ', ' : ' ') + inspect(arg, nested)).join('')} }`;
  } finally {
    formatting.delete(settlement);
  }
}
