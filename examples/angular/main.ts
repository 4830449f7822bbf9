/** Builds and serves the Angular application. Run it with `npm run start:angular`. */
import { spawn } from 'node:child_process';

import { buildExample } from './build.js';

const { node, server } = await buildExample({
  isShown: true,
  report: (step) => {
    console.log(`\n  ${step}\n`);
  },
});

// Ctrl+C goes to the server, too. This process ends after it.
process.on('SIGINT', () => undefined);
const running = spawn(node, [server], { stdio: ['inherit', 'pipe', 'inherit'] });
running.stdout.on('data', (chunk: Buffer) => {
  console.log(`
An Angular application, rendered on the server

  ${chunk.toString().trim()}

Ctrl+C ends it.
`);
});
running.on('close', (code) => {
  process.exitCode = code ?? 1;
});
