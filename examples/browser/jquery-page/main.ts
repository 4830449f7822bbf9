/** Serves an unchanged old page with jQuery's own Deferred and with ours. Run it with `npm run start:jquery`. */
import { startServer } from './server.js';

const { origin } = await startServer();

console.log(`
A page with a form, an upload and animations, on two versions of jQuery

  jQuery 4.0
    stock         ${origin}/?jquery=4
    rx-deferred   ${origin}/?jquery=4&deferred=rx-deferred

  jQuery 3.7
    stock         ${origin}/?jquery=3
    rx-deferred   ${origin}/?jquery=3&deferred=rx-deferred

Ctrl+C ends it.
`);
