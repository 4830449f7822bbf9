import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { root, type Example } from '../documentation.js';

/** A module that Angular has compiled, ahead of time and with strict templates. */
export interface Compiled {
  /** The errors and warnings in it and in its templates. The lines count from zero. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
  readonly code: string;
}

/** Compiles examples as one program, as the build of an Angular application does. */
export function compileComponents(examples: readonly Example[]): Map<Example, { errors: string[]; code: string }> {
  // The compiler is an ES module, which Jest does not load.
  const output = execFileSync(process.execPath, [join(__dirname, 'compile-components.js')], {
    cwd: root,
    encoding: 'utf8',
    input: JSON.stringify(examples.map(({ code }) => code)),
    maxBuffer: Infinity,
  });
  const compiled = JSON.parse(output) as Compiled[];
  return new Map(
    compiled.flatMap(({ errors, code }, i) => {
      const example = examples[i];
      if (!example) {
        return [];
      }
      const { file, line } = example;
      const messages = errors.map((error) => `${file}:${String(line + error.line)} ${error.message}`);
      return [[example, { errors: messages, code }]];
    }),
  );
}
