import { EventEmitter } from 'node:events';

import { run } from './program.js';

const { bun, deno, node } = process.versions;
const [, , origin = ''] = process.argv;

run({ origin, EventEmitter }).then(
  (results) => {
    console.log(JSON.stringify({ version: bun ?? deno ?? node, results }));
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
