/** Converts observables to deferreds and back, over real HTTP. Run it with `npm run start:interop`. */
import { concatMap, from, map, toArray } from 'rxjs';
import { Deferred, oneShot, toDeferred, when } from 'rx-deferred';

import { bar, heading, line, subject } from '../print.js';
import { download } from './download.js';
import { startServer } from './server.js';

const server = await startServer();

heading('An observable becomes a deferred: each value is progress, the last one is the result');

subject('toDeferred(download(/report.csv))');
await toDeferred(download(`${server.origin}/report.csv`))
  .progress(({ loaded, total }) => line('progress', bar(loaded, total)))
  .done(({ text }) => line('done', `${String(text.length / 1024)} KiB`))
  .always(() => line('always', 'hide the spinner'));

heading('A deferred is an observable: subscribers stand among the handlers');

subject('from(d)');
const d = Deferred<string, Error, number>();
d.done((name) => line('1 done', name));
from(d).subscribe({ next: (name) => line('2 next', name), complete: () => line('2 complete', '') });
d.always((name) => line('3 always', String(name)));
d.resolve('Ada Lovelace');

subject('from([1, 2]).pipe(concatMap((id) => user(id)))');
const load = (path: string) => toDeferred(download(server.origin + path).pipe(map(({ text }) => text)));
const user = (id: number) => load(`/users/${String(id)}`);
line('value', (await from([1, 2]).pipe(concatMap(user), toArray(), toDeferred())).join(', '));

heading('A request ends with the view that asked for it');

subject('toDeferred(download(/slow)).until(view.signal)');
const view = new AbortController();
const slow = toDeferred(download(`${server.origin}/slow`));
const shown = slow
  .then(({ text }) => text)
  .until(view.signal)
  .done((text) => line('done', text))
  .fail((error) => line('fail', (error as Error).name));
await server.slow;
view.abort();
line('state', `${shown.state()}, and the request is ${slow.state()}`);
await server.slowClosed;
line('server', 'the connection of /slow is closed');

heading('Several at once');

subject('when.all([user(1), user(2), 3])');
const all = when
  .all([user(1), user(2), 3])
  .progress(({ completed, total }) => line('progress', `${String(completed)} of ${String(total)}`));
line('values', (await all).join(', '));

subject('when.race([slow, user(2)], { abortLosers: true })');
const loser = load('/slow');
line('value', await when.race([loser, user(2)], { abortLosers: true }));
loser.fail((error) => line('loser', `${loser.state()} with ${(error as Error).name}`));

heading('Loaded once, shared by all');

let requests = 0;
const settings = oneShot(() => {
  requests += 1;
  return user(1);
});

subject('settings.get() twice at once, and once more later');
line('values', (await Promise.all([settings.get(), settings.get()])).join(', '));
line('late', settings.get().state());
line('requests', String(requests));

subject('settings.invalidate()');
settings.invalidate();
line('value', await settings.get());
line('requests', String(requests));

server.stop();
