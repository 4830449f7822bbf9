/** Where the search begins: all of them nest deeper, and each attempt takes a new process. */
const start = 256;

/** Gives the largest depth, up to a cap, that can be reached: the true one is less than a hundredth deeper. */
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
