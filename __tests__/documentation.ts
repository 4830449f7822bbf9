import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import ts from 'typescript';

/** The top of the repository. */
export const root = resolve(__dirname, '..');

/** A block of code in the documentation. */
export interface Example {
  /** The file that it stands in, relative to the top. */
  readonly file: string;
  /** The symbol that it documents, or the heading that it stands under. */
  readonly subject: string;
  /** The line that the code starts on. */
  readonly line: number;
  readonly code: string;
  /** Whether it is executed, or only compiled. */
  readonly runs: boolean;
}

/** What an example is executed with. */
export interface Surroundings {
  /** Gives the module of that name. */
  require(name: string): unknown;
  /** Takes what `expression; // => value` says: what the expression gives, and what the comment does. */
  check(actual: unknown, expected: unknown, claim: string): void;
}

/** Finds the examples in the doc comments of TypeScript source. */
export function examplesOfSource(file: string, text: string): Example[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const examples: Example[] = [];
  const visit = (node: ts.Node, owners: readonly string[]): void => {
    const name = nameOf(node);
    const path = name === undefined ? owners : [...owners, name];
    for (const child of node.getChildren(source)) {
      if (ts.isJSDoc(child)) {
        const { line } = source.getLineAndCharacterOfPosition(child.getStart(source));
        const comment = child.getText(source).replace(/^[ \t]*\*(?!\/) ?/gm, '');
        const blocks = fencedBlocks(comment, line + 1).filter((block) => block.under === '@example');
        examples.push(...blocks.map((block) => toExample(file, path.join('.'), block)));
      } else {
        visit(child, path);
      }
    }
  };
  visit(source, []);
  return examples;
}

/** Finds the examples in Markdown. */
export function examplesOfMarkdown(file: string, text: string): Example[] {
  return fencedBlocks(text, 1).map((block) => toExample(file, block.under, block));
}

/** Finds the examples of this repository: in its doc comments, its README and its docs. */
export function examplesOfRepository(): Example[] {
  const read = (files: string[], find: (file: string, text: string) => Example[]) =>
    files.flatMap((file) => find(file, readFileSync(join(root, file), 'utf8')));
  return [
    ...read(list('src', '.ts'), examplesOfSource),
    ...read(list('.', 'README.md'), examplesOfMarkdown),
    ...read(list('docs', '.md'), examplesOfMarkdown),
  ];
}

/**
 * Compiles examples as one program, with the settings of this repository, and gives the errors in each. One that begins
 * with `// name.ts` is a module of that name for the others.
 */
export function compile(examples: readonly Example[]): Map<Example, string[]> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root, {
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  });
  const fileOf = ({ code }: Example, i: number) =>
    /^\/\/ (\w+\.ts)\n/.exec(code)?.[1] ?? `documentation-${String(i)}.ts`;
  const files = new Map(examples.map((example, i) => [`${root}/${fileOf(example, i)}`, example]));
  const host = ts.createCompilerHost(options);
  const disk = { ...host };
  host.fileExists = (path) => files.has(path) || disk.fileExists(path);
  host.readFile = (path) => files.get(path)?.code ?? disk.readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const example = files.get(path);
    return example === undefined
      ? disk.getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, example.code, target);
  };

  const program = ts.createProgram([...files.keys()], options, host);
  const errors = new Map(examples.map((example) => [example, [] as string[]]));
  for (const [path, example] of files) {
    for (const { messageText, file, start = 0 } of ts.getPreEmitDiagnostics(program, program.getSourceFile(path))) {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line;
      const message = ts.flattenDiagnosticMessageText(messageText, '\n');
      errors.get(example)?.push(`${example.file}:${String(example.line + line)} ${message}`);
    }
  }
  return errors;
}

/** Whether an example needs a document and a `TestBed`: `angular/documentation.test.ts` executes it then. */
export function needsAngular({ code }: Example): boolean {
  return code.includes(" from '@angular/");
}

/** Whether an example needs a page: `dom/documentation.test.ts` executes it then. */
export function needsBrowser(example: Example): boolean {
  const { code } = example;
  return code.includes(" from 'rx-deferred/dom'") && !code.includes(" from 'node:") && !needsAngular(example);
}

/** Executes an example, and checks each `expression; // => value` in it. */
export async function execute(example: Example, surroundings: Surroundings): Promise<void> {
  const run = new AsyncFunction(...scriptParameters, toScript(example));
  await run((name: string) => surroundings.require(name), {}, surroundings.check.bind(surroundings));
}

const AsyncFunction = execute.constructor as new (...source: string[]) => (...args: unknown[]) => Promise<void>;

const checkName = 'checkClaim';

/** What the script of an example takes: a function that gives modules, an object for exports, and one that checks. */
export const scriptParameters = ['require', 'exports', checkName];

/** Compiles an example to the body of an async function, which calls for each `expression; // => value`. */
export function toScript(example: Example): string {
  const { outputText, diagnostics = [] } = ts.transpileModule(withChecks(example), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    reportDiagnostics: true,
  });
  const [error] = diagnostics;
  if (error !== undefined) {
    throw new SyntaxError(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  }
  return outputText;
}

/** Turns each `expression; // => value` into a call. The comment may stand on the line after. */
function withChecks({ code, file, line }: Example): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const claim = /^\s*\/\/ => (.*)/.exec(code.slice(node.end))?.[1];
      if (claim !== undefined) {
        const start = node.expression.getStart(source);
        const { end } = node.expression;
        const actual = code.slice(start, end);
        edits.push({ start, end, text: `${checkName}((${actual}), (${claim}), ${JSON.stringify(actual)})` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const claims = code.match(/\/\/ *=>/g)?.length ?? 0;
  if (claims !== edits.length) {
    throw new Error(`Expected every "// =>" at ${file}:${String(line)} to follow an expression statement`);
  }
  return edits.reduceRight((text, { start, end, text: call }) => text.slice(0, start) + call + text.slice(end), code);
}

interface Block {
  /** The info string of the fence: the language and what follows it. */
  readonly info: string;
  /** The heading or the block tag that it stands under. */
  readonly under: string;
  readonly line: number;
  readonly code: string;
}

/** Finds the TypeScript between fences, in Markdown or in a doc comment without its asterisks. */
function fencedBlocks(text: string, firstLine: number): Block[] {
  const blocks: Block[] = [];
  let under = '';
  let open: { fence: string; info: string; line: number; code: string[] } | undefined;
  text.split(/\r?\n/).forEach((content, i) => {
    const fence = /^\s*(`{3,})\s*(.*?)\s*$/.exec(content);
    if (open !== undefined) {
      if (fence?.[1] === open.fence && fence[2] === '') {
        blocks.push({ ...open, under, code: open.code.join('\n') });
        open = undefined;
      } else {
        open.code.push(content);
      }
    } else if (fence) {
      open = { fence: fence[1] ?? '', info: fence[2] ?? '', line: firstLine + i + 1, code: [] };
    } else {
      under = /^#+ +(.*)$/.exec(content)?.[1] ?? /^\s*(@\w+)/.exec(content)?.[1] ?? under;
    }
  });
  return blocks.filter(({ info }) => /^ts\b/.test(info));
}

function toExample(file: string, subject: string, { info, line, code }: Block): Example {
  return { file, subject, line, code, runs: !/\bno-run\b/.test(info) };
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map(({ name }) => name.getText()).join(', ');
  }
  const named =
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodDeclaration(node);
  return named ? node.name?.getText() : undefined;
}

/** Lists the files in a folder whose names end so: of the source, in its folders too. */
export function list(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: folder === 'src', encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}
