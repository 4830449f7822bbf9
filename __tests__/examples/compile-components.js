/**
 * Compiles the modules that it reads, a JSON array of texts, and prints a `Compiled` of components.ts for each. It is
 * JavaScript, because the types of the compiler are not found where Node.js resolves modules.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { createCompilerHost, createProgram, readConfiguration } from '@angular/compiler-cli';
import ts from 'typescript';

const codes = JSON.parse(readFileSync(0, 'utf8'));
const files = new Map(codes.map((code, i) => [resolve(`component-${i}.ts`).replaceAll('\\', '/'), code]));

const { options } = readConfiguration('tsconfig.json', {
  experimentalDecorators: true,
  noEmit: false,
  noUnusedLocals: false,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strictTemplates: true,
  strictInjectionParameters: true,
  strictInputAccessModifiers: true,
});
const host = createCompilerHost({ options });
const disk = { ...host };
host.fileExists = (path) => files.has(path) || disk.fileExists(path);
host.readFile = (path) => files.get(path) ?? disk.readFile(path);
host.getSourceFile = (path, target, ...rest) =>
  files.has(path)
    ? ts.createSourceFile(path, files.get(path), target, true)
    : disk.getSourceFile(path, target, ...rest);

const program = createProgram({ rootNames: [...files.keys()], options, host });
const compiled = [...files.keys()].map((path) => {
  const source = program.getTsProgram().getSourceFile(path);
  const found = [...program.getTsSemanticDiagnostics(source), ...program.getNgSemanticDiagnostics(path)];
  const errors = found.map(({ messageText, file, start = 0 }) => ({
    line: file?.getLineAndCharacterOfPosition(start).line ?? 0,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
  let code = '';
  program.emit({
    emitCallback: (emit) =>
      emit.program.emit(source, (_, text) => (code = text), undefined, false, emit.customTransformers),
  });
  return { errors, code };
});
process.stdout.write(JSON.stringify(compiled));
