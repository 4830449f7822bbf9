import { scenarios } from './index.js';
import { Probe, type Library, type Place, type Scenario } from './probe.js';

/** Runs all scenarios, a few at a time, and returns the log of each. */
export async function run(library: Library, place: Place): Promise<Record<string, string[]>> {
  const logs: Record<string, string[]> = {};
  const waiting = Object.entries(scenarios);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, scenario] = next;
      logs[name] = await logOf(scenario, new Probe(library, place, name));
    }
  };
  await Promise.all([work(), work(), work()]);
  return logs;
}

/** The time in milliseconds after which a scenario counts as endless. It is long enough for slow machines. */
const limit = 60_000;

async function logOf(scenario: Scenario, probe: Probe): Promise<string[]> {
  let timer;
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(() => {
      probe.note('has no end');
      resolve(undefined);
    }, limit);
  });
  try {
    await Promise.race([scenario(probe), tooLong]);
  } catch (error) {
    probe.note('threw', error);
  }
  clearTimeout(timer);
  return probe.log;
}
