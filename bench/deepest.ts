/** The first depth to try. All implementations nest deeper, and each attempt takes a new process. */
const start = 256;

/** Returns the largest depth, up to a cap, that can be reached, to within one per cent. */
export async function deepest(cap: number, reaches: (depth: number) => Promise<boolean>): Promise<number> {
  let reached = 0;
  let missed = cap + 1;
  while (missed - reached > 1 + reached / 100) {
    const depth = missed > cap ? Math.min(Math.max(start, 2 * reached), cap) : Math.floor((reached + missed) / 2);
    if (await reaches(depth)) {
      reached = depth;
    } else {
      missed = depth;
    }
  }
  return reached;
}
