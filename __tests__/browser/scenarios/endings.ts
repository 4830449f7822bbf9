import type { JqXHR } from 'rx-deferred/ajax';

import type { Probe, Scenario } from './probe.js';

/** Requests that are aborted. */
export const endings: Readonly<Record<string, Scenario>> = {
  'abort while waiting': (probe) => abortWhenSeen(probe, (jqXHR) => jqXHR.abort()),
  'abort with a text': (probe) => abortWhenSeen(probe, (jqXHR) => jqXHR.abort('enough')),
  'abort with an empty text': (probe) => abortWhenSeen(probe, (jqXHR) => jqXHR.abort('')),
  'abort with a number': (probe) => abortWhenSeen(probe, (jqXHR) => jqXHR.abort(5)),
  'abort twice': (probe) => abortWhenSeen(probe, (jqXHR) => jqXHR.abort('one').abort('two')),
  'abort of a POST': (probe) => abortWhenSeen(probe, (jqXHR) => jqXHR.abort(), 'POST'),
  'abort at once': async (probe) => {
    const jqXHR = probe.library.ajax('http://127.0.0.1:1/', probe.watched());
    probe.note('same', jqXHR.abort() === jqXHR, jqXHR.state());
    await probe.follow(jqXHR);
  },
  'abort after the end': async (probe) => {
    const jqXHR = probe.library.ajax(probe.url({ body: 'text' }), probe.watched());
    await probe.follow(jqXHR);
    probe.note('same', jqXHR.abort('late') === jqXHR, jqXHR.state(), jqXHR.status, jqXHR.statusText);
  },
  'abort after a failure': async (probe) => {
    const jqXHR = probe.library.ajax(probe.url({ status: 500 }), probe.watched());
    await probe.follow(jqXHR);
    probe.note('same', jqXHR.abort() === jqXHR, jqXHR.state(), jqXHR.status, jqXHR.statusText);
  },
  'abort in success': (probe) =>
    probe.send(
      {},
      {
        success(_data, _textStatus, jqXHR) {
          jqXHR.abort();
          probe.note('success', jqXHR.state(), jqXHR.status);
        },
      },
    ),
  'abort in error': (probe) =>
    probe.send(
      { status: 404 },
      {
        error(jqXHR) {
          jqXHR.abort('more');
          probe.note('error', jqXHR.state(), jqXHR.status);
        },
      },
    ),
  'abort in complete': (probe) =>
    probe.send(
      {},
      {
        complete(jqXHR) {
          jqXHR.abort();
          probe.note('complete', jqXHR.state(), jqXHR.status);
        },
      },
    ),
  'abort in dataFilter': async (probe) => {
    const jqXHR: JqXHR = probe.library.ajax(
      probe.url({ body: 'text' }),
      probe.watched({
        dataFilter(text) {
          jqXHR.abort();
          probe.note('dataFilter', jqXHR.state());
          return text;
        },
      }),
    );
    await probe.follow(jqXHR);
  },
  'abort in the abort': (probe) =>
    abortWhenSeen(probe, (jqXHR) => jqXHR.fail(() => jqXHR.abort('again')).abort('first')),
  'abort while the body comes': async (probe) => {
    const jqXHR = probe.library.ajax(probe.url({ body: 'a', times: 4000, parts: 400, held: 'rest' }), probe.watched());
    const over = probe.follow(jqXHR);
    await probe.seen();
    jqXHR.abort();
    await over;
  },
};

async function abortWhenSeen(probe: Probe, abort: (jqXHR: JqXHR) => JqXHR, method = 'GET'): Promise<void> {
  const jqXHR = probe.library.ajax(probe.url({ fault: 'no answer' }), probe.watched({ method, data: { a: 1 } }));
  const over = probe.follow(jqXHR);
  await probe.seen();
  probe.note('same', abort(jqXHR) === jqXHR, jqXHR.state(), jqXHR.readyState, jqXHR.status);
  await over;
}
