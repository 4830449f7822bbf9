import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  compile,
  examplesOfMarkdown,
  examplesOfRepository,
  examplesOfSource,
  execute,
  list,
  needsAngular,
  needsBrowser,
  root,
  type Example,
  type Surroundings,
} from './documentation.js';
import { jQuerys } from './jquery/jquerys.js';

const createJQuery = new Map(jQuerys).get('4.0.0');

const surroundings: Surroundings = {
  // A jQuery needs a window. Each example has one of its own, so that it may install what it likes.
  require: (name) => (name === 'jquery' ? createJQuery?.() : jest.requireActual<object>(name)),
  check: (actual, expected, claim) => {
    expect({ [claim]: actual }).toEqual({ [claim]: expected });
  },
};

const titleOf = ({ file, line, subject }: Example): string => `${file}:${String(line)} ${subject}`;

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const compiling = 60_000;

describe('the documentation', () => {
  const examples = examplesOfRepository();
  let errors = new Map<Example, string[]>();

  beforeAll(() => {
    errors = compile(examples);
  }, compiling);

  it.each(examples.map((example) => [titleOf(example), example] as const))('%s', async (_, example) => {
    expect(errors.get(example)).toEqual([]);
    if (example.runs && !needsAngular(example) && !needsBrowser(example)) {
      await execute(example, surroundings);
    }
  });

  it('executes every example of a doc comment', () => {
    const source = examples.filter(({ file }) => file.startsWith('src/'));
    const tags = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, 'src', name), 'utf8').match(/@example/g)?.length ?? 0);

    expect(source.filter(({ runs }) => !runs)).toEqual([]);
    expect(source).toHaveLength(tags.reduce((sum, count) => sum + count));
  });

  it('has an example for every method of a deferred', () => {
    const subjects = new Set(examples.map(({ subject }) => subject));
    const methods = 'done fail always progress then catch finally pipe state promise'.split(' ');
    const settling = 'resolve resolveWith reject rejectWith notify notifyWith'.split(' ');

    expect([...subjects]).toEqual(
      expect.arrayContaining([
        ...methods.map((name) => `DeferredPromise.${name}`),
        ...settling.map((name) => `Deferred.${name}`),
      ]),
    );
  });
});

describe('the tables of the documentation', () => {
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...list('docs', '.md'),
    '__tests__/behaviour.md',
    '__tests__/mutation/survivors.md',
  ];

  /** The cells of each row. A line within a block of code is none. */
  const rowsOf = (markdown: string): string[][] =>
    markdown
      .replaceAll(/^```.*?^```/gms, '')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

  const tablesOf = (markdown: string): string[] =>
    markdown.replaceAll(/^```.*?^```/gms, '').match(/(^\|.*\n?)+/gm) ?? [];

  it.each(files)('have as many cells in each row as in the first: %s', (file) => {
    for (const table of tablesOf(read(file))) {
      const rows = rowsOf(table);

      expect(rows.filter((row) => row.length !== rows[0]?.length)).toEqual([]);
    }
  });

  const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, unknown> };
  const published = Object.keys(exports)
    .map((name) => name.replace('.', 'rx-deferred'))
    .filter((name) => !/auto|json$/.test(name));
  const sourceOf = (entry: string): string => read(`src/${entry.replace(/rx-deferred\/?/, '')}/index.ts`);

  it('name the entries of the package in README.md, each with exports that it has and a guide', () => {
    const rows = rowsOf(read('README.md')).filter(([, entry = '']) => /^`rx-deferred(\/\w+)?`$/.test(entry));
    const entries = rows.map(([, entry = '']) => entry.slice(1, -1));

    expect(entries).toEqual(published);

    for (const [, entry = '', names = '', guide = ''] of rows) {
      const source = sourceOf(entry.slice(1, -1));
      const found = [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

      expect(found).not.toEqual([]);
      expect(found.filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
      expect(guide).toMatch(/^\[.+\]\(docs\/\w.+\.md\)$/);
    }
  });

  it.each(published)('name the exports of %s in docs/api.md, and no other types', (entry) => {
    const exported = [...sourceOf(entry).matchAll(/^export (?:type )?\{([^}]+)\}/gm)]
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.replace('type ', '').trim())
      .filter(Boolean);
    const [core = '', ...others] = read('docs/api.md').split(/^## (?=rx-deferred\/)/m);
    const section = others.find((text) => text.startsWith(`${entry}\n`)) ?? core;
    const codeIn = (text: string): string[] => text.match(/`[^`]+`/g) ?? [];
    const [, types = ''] = /^(?:## Types|.*Types:)(.*)/ms.exec(section) ?? [];

    expect(exported.filter((name) => !codeIn(section).some((code) => code.match(/\w+/)?.[0] === name))).toEqual([]);
    expect(codeIn(types).filter((code) => !exported.includes(code.slice(1, -1)))).toEqual([]);
  });
});

describe('the lists of the documentation', () => {
  it('have a line for each number of behaviour, and each is cited by a test', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = ['__tests__', ...folders.map(({ name }) => join('__tests__', name))]
      .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
      .filter((file) => /\.(ts|cjs)$/.test(file))
      .map(read);
    const cited = files
      .flatMap((text) => [...text.matchAll(/\((S\d+(?:, S\d+)*)\)/g)])
      .flatMap(([, numbers = '']) => numbers.split(', '));
    const listed = [...read('__tests__/behaviour.md').matchAll(/^\| (S\d+) +\| \S/gm)].map(([, number]) => number);

    expect(listed).toEqual(listed.map((_, i) => `S${String(i + 1)}`));
    expect([...new Set(cited)].sort()).toEqual([...listed].sort());
  });

  it('have all decisions in the index of them, in order', () => {
    const decisions = read('docs/decisions.md');
    const titles = [...decisions.matchAll(/^## (D-\d+): (.+)$/gm)].map(([, ...title]) => title);
    const index = [...decisions.matchAll(/^- \[(D-\d+)\]\(#d-.+\): (.+)$/gm)].map(([, ...title]) => title);

    expect(index).toEqual(titles);
    expect(titles.length).toBeGreaterThan(40);
  });
});

describe('the test of the documentation', () => {
  const markdown = (...lines: string[]) => examplesOfMarkdown('a.md', lines.join('\n'));
  const only = (...code: string[]): Example => {
    const [example] = markdown('# Title', '```ts', ...code, '```');
    if (example === undefined) {
      throw new Error('Expected an example');
    }
    return example;
  };

  it('finds examples in Markdown, under their headings', () => {
    expect(
      markdown('# One', '```ts', '1;', '```', '## Two', '```ts no-run', '2;', '```', '```sh', 'ls', '```'),
    ).toEqual([
      { file: 'a.md', subject: 'One', line: 3, code: '1;', runs: true },
      { file: 'a.md', subject: 'Two', line: 7, code: '2;', runs: false },
    ]);
  });

  it('finds examples in doc comments, under their symbols', () => {
    const text = [
      'export interface A {',
      '  /**',
      '   * Says b.',
      '   *',
      '   * @example',
      '   * ```ts',
      '   * if (true) {',
      '   *   1; // => 1',
      '   * }',
      '   * ```',
      '   */',
      '  b(): void;',
      '}',
    ].join('\n');

    expect(examplesOfSource('a.ts', text)).toEqual([
      { file: 'a.ts', subject: 'A.b', line: 7, code: 'if (true) {\n  1; // => 1\n}', runs: true },
    ]);
  });

  it('passes what is right', async () => {
    const example = only(
      "import { Deferred } from 'rx-deferred';",
      'const d = Deferred<number>().resolve(1);',
      'd.state(); // => "resolved"',
      'await d; // => 1',
      '[d, 1]; // => [d, await d]',
    );

    await expect(execute(example, surroundings)).resolves.toBeUndefined();
  });

  it('takes a value from the line after the expression', async () => {
    await expect(execute(only('1 + 1;', '// => 2'), surroundings)).resolves.toBeUndefined();
    await expect(execute(only('1 + 1;', '// => 3'), surroundings)).rejects.toThrow(/"1 \+ 1": 3/);
  });

  it('gives a jQuery with a window to each example', async () => {
    const example = only(
      "import $ from 'jquery';",
      "$('<p>a</p>').text(); // => 'a'",
      "'plugin' in $; // => false",
      'Object.assign($, { plugin: true });',
    );

    await execute(example, surroundings);
    await expect(execute(example, surroundings)).resolves.toBeUndefined();
  });

  it('fails on a wrong value, named by its expression', async () => {
    await expect(execute(only('1 + 1; // => 3'), surroundings)).rejects.toThrow(/"1 \+ 1": 3/);
    await expect(execute(only('await Promise.resolve([1]); // => [2]'), surroundings)).rejects.toThrow();
    await expect(execute(only('for (const n of [1, 2]) {', '  n; // => 1', '}'), surroundings)).rejects.toThrow();
  });

  it('fails on what throws, and on a value that is no expression', async () => {
    await expect(execute(only("throw new Error('oops');"), surroundings)).rejects.toThrow('oops');
    await expect(execute(only('1; // => one two'), surroundings)).rejects.toThrow(SyntaxError);
  });

  it('fails on a value that stands after no expression', async () => {
    await expect(execute(only('const two = 2; // => 2'), surroundings)).rejects.toThrow('follow an expression');
  });

  it(
    'fails on a type error, in its line',
    () => {
      const example = only("import { Deferred } from 'rx-deferred';", '', "Deferred<number>().resolve('a');");

      expect(compile([example]).get(example)).toEqual([expect.stringMatching(/^a\.md:5 .*'string'.*'number'/)]);
    },
    compiling,
  );
});
