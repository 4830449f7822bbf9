/** Builds and serves the Angular application. Run it with `npm run start:angular`. */
import { spawn } from 'node:child_process';

import { build, install, type Options } from './build.js';

const options: Options = {
  isShown: true,
  report: (step) => {
    console.log(`\n  ${step}\n`);
  },
};
const node = await install(options);
const server = await build(node, 'production', options);

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
