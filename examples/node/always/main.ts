/** The example of jQuery's documentation of always(), and more of what a request does. Run it with `npm start`. */
import { when } from 'rx-deferred';
import { ajax, get, type JqXHR } from 'rx-deferred/ajax';

import { bar, heading, line, redraw, subject } from '../print.js';
import { startServer } from './server.js';

interface User {
  readonly name: string;
}

const server = await startServer();
const getUser = (id: number) => get<User>(`${server.origin}/users/${String(id)}`);
const getReport = () => get<string>(`${server.origin}/report.csv`);

const size = (text: string) => `${String(text.length / 1024)} KiB`;
const hideSpinner = () => line('always', 'hide the spinner');

heading('get().always() runs whether the request succeeds or fails');

const describe = (value: unknown) =>
  value instanceof Object && 'readyState' in value ? 'jqXHR' : JSON.stringify(value);
const completed = (...args: unknown[]) => line('always', `completed with ${args.map(describe).join(', ')}`);

subject('GET /users/1');
await getUser(1).always(completed);

subject('GET /users/404');
await getUser(404)
  .always(completed)
  .catch(() => undefined);

heading('Handlers run in the order in which they were added');

/** Adds the same four handlers to every request. The outcome determines which of them run. */
function addHandlers(request: JqXHR<User>): JqXHR<User> {
  return request
    .always((_, textStatus) => line('1 always', textStatus))
    .done((user, _, { status }) => line('2 done', `${user.name}, status ${String(status)}`))
    .fail(({ status }, _, error) => line('3 fail', `${String(error)}, status ${String(status)}`))
    .always(() => line('4 always', 'hide the spinner'));
}

subject('GET /users/1');
await addHandlers(getUser(1));

subject('GET /users/404');
await addHandlers(getUser(404)).catch(() => undefined);

heading('Progress comes while the request is under way');

subject('GET /report.csv');
const report = getReport()
  .progress(({ loaded, total = 0 }) => redraw('progress', bar(loaded, total)))
  .done((csv) => line('done', size(csv)))
  .always(hideSpinner);
await report;

heading('Late handlers get what they have missed, at once');

subject(`Handlers for GET /report.csv, which is ${report.state()}`);
report
  .progress(({ loaded, total = 0 }) => line('progress', bar(loaded, total)))
  .fail((_, textStatus) => line('fail', textStatus))
  .done((csv) => line('done', size(csv)))
  .always(hideSpinner);
line('next', 'the statement after');

heading('await gives the data, or throws the request');

subject('await GET /users/2');
const { name } = await getUser(2);
line('value', name);

subject('await GET /users/404');
try {
  await getUser(404);
} catch (error) {
  const { status, statusText, responseText = '' } = error as JqXHR;
  line('thrown', `${String(status)} ${statusText}`);
  line('body', responseText);
}

heading('then, catch and finally make a chain');

const greet = (request: JqXHR<User>) =>
  request
    .then((user) => `Hello, ${user.name}`)
    .catch((failed) => {
      line('catch', `status ${String((failed as JqXHR).status)}`);
      return 'Hello, guest';
    })
    .then((greeting) => line('then', greeting))
    .finally(() => line('finally', 'hide the spinner'));

subject('GET /users/2');
await greet(getUser(2));

subject('GET /users/404');
await greet(getUser(404));

heading('when waits for all, or for the first failure');

subject('when(GET /users/1, GET /users/2, GET /report.csv)');
await when(getUser(1), getUser(2), getReport())
  .done(([ada], [grace], [csv]) => line('done', `${ada.name}, ${grace.name}, ${size(csv)}`))
  .always(hideSpinner);

subject('when(GET /users/1, GET /users/404)');
await when(getUser(1), getUser(404))
  .fail(({ status }, _, error) => line('fail', `${String(error)}, status ${String(status)}`))
  .always(hideSpinner)
  .catch(() => undefined);

heading('A request can end before its answer');

const addEndHandlers = (request: JqXHR) =>
  request
    .fail(({ status }, textStatus) => line('fail', `${textStatus}, status ${String(status)}`))
    .always(hideSpinner)
    .catch(() => undefined);

subject('GET /slow, and abort()');
const slow = get(`${server.origin}/slow`);
const ended = addEndHandlers(slow);
slow.abort();
line('next', 'the statement after');
await ended;

subject('GET /slow, with a timeout of 50 ms');
await addEndHandlers(ajax(`${server.origin}/slow`, { timeout: 50 }));

server.stop();
heading('Done: the server is stopped');
