/** Serves a playground for one deferred, and cards of real flows. Run it with `npm run gallery`. */
import { startServer } from './server.js';

const { origin } = await startServer();

console.log(`
One deferred to play with, and real flows with their timelines

  ${origin}/

Ctrl+C ends it.
`);
