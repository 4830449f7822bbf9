/** What a Deferred does with real HTTP requests. Run it with `npm start`. */
import { when } from 'rx-deferred';

import { bar, heading, line, subject } from '../print.js';
import { request, type Request } from './request.js';
import { startServer } from './server.js';

const server = await startServer();
const get = (path: string) => request(server.origin + path);

const status = (code: number) => `status ${String(code)}`;
const size = (text: string) => `${String(text.length / 1024)} KiB`;

/** The same four handlers for every request. The outcome decides which of them run. */
function addHandlers(pending: Request): Request {
  return pending
    .always((_, code) => line('1 always', status(code)))
    .done((body) => line('2 done', body))
    .fail((error) => line('3 fail', error.message))
    .always(() => line('4 always', 'hide the spinner'));
}

heading('Handlers run in the order in which they were added');

subject('GET /users/1');
await addHandlers(get('/users/1'));

subject('GET /users/404');
await addHandlers(get('/users/404')).catch(() => undefined);

heading('Progress comes while the request is under way');

subject('GET /report.csv');
const report = get('/report.csv')
  .progress((loaded, total) => line('progress', bar(loaded, total)))
  .done((body) => line('done', size(body)))
  .always((_, code) => line('always', status(code)));
await report;

heading('Late handlers get what they have missed, at once');

subject(`Handlers for GET /report.csv, which is ${report.state()}`);
report
  .progress((loaded, total) => line('progress', bar(loaded, total)))
  .fail((error) => line('fail', error.message))
  .done((body) => line('done', size(body)))
  .always((_, code) => line('always', status(code)));
line('next', 'the statement after');

heading('await gives the first argument, or throws it');

subject('await GET /users/2');
line('value', await get('/users/2'));

subject('await GET /users/404');
try {
  await get('/users/404');
} catch (error) {
  line('thrown', String(error));
}

heading('then, catch and finally make a chain');

const greet = (pending: Request) =>
  pending
    .then((name) => `Hello, ${name}`)
    .catch((error) => {
      line('catch', String(error));
      return 'Hello, guest';
    })
    .then((greeting) => line('then', greeting))
    .finally(() => line('finally', 'hide the spinner'));

subject('GET /users/2');
await greet(get('/users/2'));

subject('GET /users/404');
await greet(get('/users/404'));

heading('when waits for all, or for the first failure');

subject('when(GET /users/1, GET /users/2, GET /report.csv)');
await when(get('/users/1'), get('/users/2'), get('/report.csv'))
  .done(([ada], [grace], [csv]) => line('done', `${ada}, ${grace}, ${size(csv)}`))
  .always(() => line('always', 'hide the spinner'));

subject('when(GET /users/1, GET /users/404)');
await when(get('/users/1'), get('/users/404'))
  .fail((error, code) => line('fail', `${error.message}, ${status(code)}`))
  .always(() => line('always', 'hide the spinner'))
  .catch(() => undefined);

server.stop();
heading('Done: the server is stopped');
