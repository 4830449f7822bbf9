import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../documentation.js';
import { versions } from '../everywhere/angular-versions.js';
import { manifest, read, scriptsIn, workflowOf } from './repository.js';
import { runTool, setUp } from './workspace.js';

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
  // The table at the top. That of what has been tried is compared by `npm run test:everywhere`.
  const [top = ''] = read('docs/support.md').split(/^## /m);
  const rows = new Map([...top.matchAll(/^\| ([\w.]+) +\| ([^|]+?) +\|/gm)].map(([, name, value]) => [name, value]));

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

  it('names the versions of TypeScript that the declarations compile with', () => {
    const { devDependencies } = JSON.parse(read('__tests__/everywhere/package.json')) as typeof manifest;
    const tried = Object.keys(devDependencies).flatMap((name) => /^typescript(.*)$/.exec(name)?.[1] ?? []);

    expect(rows.get('TypeScript')).toBe([tried[0], tried.at(-1)].join(' to '));
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
