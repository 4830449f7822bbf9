import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { root } from '../documentation.js';

/** Reads a file of the repository. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The package.json of the package. */
export const manifest = JSON.parse(read('package.json')) as {
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
export const scriptsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? '')),
];

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What a workflow of the forge says, as far as tests need it. */
export interface Workflow {
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

export const workflowFolder = '.github/workflows';

/** All workflows, by their files. */
export const workflows = readdirSync(join(root, workflowFolder)).map((file) => {
  const text = read(`${workflowFolder}/${file}`);
  return { file, text, workflow: parse(text) as Workflow };
});

export const workflowOf = (name: string): Workflow => {
  const found = workflows.find(({ file }) => file === name);
  if (found === undefined) {
    throw new Error(`Expected a workflow ${name}`);
  }
  return found.workflow;
};

export const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);
