import { budgets } from './budgets.js';
import type { Row, Section } from './report.js';
import type { Workspace } from './workspace.js';

const core = 'rx-deferred';

/** What somebody who only needs a deferred imports, by library. */
const imports = {
  'rx-deferred': `{ Deferred } from '${core}'`,
  jQuery: "{ default } from 'jquery'",
  'RxJS alone': "{ AsyncSubject } from 'rxjs'",
  'p-defer': "{ default } from 'p-defer'",
  bluebird: "{ default } from 'bluebird'",
};

/** Measures each import that has a budget: names of the core, a complete entry or a name of one, or a script. */
export async function measureSizes(workspace: Workspace): Promise<Section> {
  const all = (entry: string): string => `* from '${entry}'`;
  const coreBytes = await workspace.measureSize([all(core)]);
  const measure = async (what: string): Promise<number> => {
    if (what.startsWith('{')) {
      return workspace.measureSize([`${what} from '${core}'`]);
    }
    if (what.endsWith('.js')) {
      return workspace.measureScript(what);
    }
    if (what === core) {
      return coreBytes;
    }
    const [entry = '', name] = what.split(' ');
    const imported = name === undefined ? all(entry) : `{ ${name} } from '${entry}'`;
    return (await workspace.measureSize([all(core), imported])) - coreBytes;
  };
  const rows: Row[] = [];
  for (const [label, budget] of Object.entries(budgets.size)) {
    rows.push({ label, figures: [await measure(label)], budget });
  }
  return {
    name: 'size',
    title:
      'what is imported from the core, all of it, what each other entry adds to that, or a name of one, and scripts as they are',
    unit: 'bytes',
    rows,
  };
}

/** Measures what the libraries take in an application that has none of what they need. */
export async function measureComplete(workspace: Workspace): Promise<Section> {
  const rows: Row[] = [];
  for (const [label, imported] of Object.entries(imports)) {
    rows.push({ label: `${label}, ${imported}`, figures: [await workspace.measureSize([imported], [])] });
  }
  return {
    name: 'size with all that is imported',
    title: 'a deferred of each library, with the parts of RxJS that it needs',
    unit: 'bytes',
    rows,
  };
}
