import { resolve } from 'node:path';

import ts from 'typescript';

const root = resolve(__dirname, '..', '..');

/** Gives the path to each `any` in what a module exports: through members, parameters, results and type arguments. */
function anysIn(file: string, text?: string): string[] {
  const { config } = ts.readConfigFile(resolve(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const disk = { ...host };
  host.fileExists = (path) => (path === file && text !== undefined) || disk.fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    path === file && text !== undefined
      ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
      : disk.getSourceFile(path, ...rest);
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) {
    throw new Error(`Expected ${file} to be a module`);
  }

  const found: string[] = [];
  const seen = new Set<ts.Node>();

  /** Walks declarations as written, and follows each name that is one of this package. */
  const walk = (node: ts.Node, path: string): void => {
    if (seen.has(node)) {
      return;
    }
    seen.add(node);
    if (ts.isBlock(node) || (ts.isExpression(node) && !ts.isExpressionWithTypeArguments(node))) {
      return;
    }
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      found.push(path);
    }
    const name = nameOf(node);
    const inner = name === undefined ? path : `${path}.${name}`;
    // What is not written is inferred.
    if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isPropertySignature(node)) {
      if (node.type === undefined && checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) {
        found.push(inner);
      }
    } else if (ts.isFunctionLike(node) && node.type === undefined) {
      const signature = checker.getSignatureFromDeclaration(node);
      if (signature && checker.getReturnTypeOfSignature(signature).flags & ts.TypeFlags.Any) {
        found.push(`${inner}()`);
      }
    }
    const entity = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    if (entity !== undefined) {
      follow(checker.getSymbolAtLocation(entity), inner);
    }
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isAsExpression(node.initializer)) {
      walk(node.initializer.type, inner);
    }
    ts.forEachChild(node, (child) => {
      walk(child, inner);
    });
  };

  const follow = (symbol: ts.Symbol | undefined, path: string): void => {
    if (symbol === undefined) {
      return;
    }
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target.declarations ?? []) {
      if (!program.isSourceFileDefaultLibrary(declaration.getSourceFile()) && isOurs(declaration)) {
        walk(declaration, path);
      }
    }
  };

  for (const symbol of checker.getExportsOfModule(module)) {
    follow(symbol, symbol.name);
  }
  return found;
}

const isOurs = (node: ts.Node): boolean => !node.getSourceFile().fileName.includes('/node_modules/');

function nameOf(node: ts.Node): string | undefined {
  const named = ts.isMethodSignature(node) || ts.isPropertySignature(node) || ts.isParameter(node);
  return named ? node.name.getText() : undefined;
}

describe('the public types', () => {
  it.each(['index', 'ajax/index', 'angular/index', 'dom/index', 'trace/index'])(
    'have no any, in %s',
    (entry) => {
      expect(anysIn(`${root}/src/${entry}.ts`)).toEqual([]);
    },
    60_000,
  );

  it('would be found to have one, written or inferred, however deep', () => {
    const text = `
      interface Inner<T> { deep(callback: (value: T) => Promise<any>): T }
      interface Base { base?: any }
      export interface Outer extends Base { inner: Inner<string>; list: readonly any[] }
      export function written(value: any): void {}
      export function inferred() { return JSON.parse('1'); }
      export const constant = JSON.parse('1');
      export type Alias<T> = T extends string ? any : T;
      export const fine = (value: unknown): unknown => value;
    `;

    expect(anysIn(`${root}/public-api.ts`, text).sort()).toEqual([
      'Alias',
      'Outer.base',
      'Outer.inner.deep.callback',
      'Outer.list',
      'constant',
      'inferred()',
      'written.value',
    ]);
  }, 60_000);
});
