import type { AjaxSettings } from 'rx-deferred/ajax';

import type { Answer } from '../answer.js';
import type { Probe, Scenario } from './probe.js';

/** Requests to another origin. */
export const origins: Readonly<Record<string, Scenario>> = {
  'another origin': (probe) => sendElsewhere(probe, { cors: 'allowed', body: 'text', headers: { 'x-one': '1' } }),
  'another origin: a failure': (probe) => sendElsewhere(probe, { cors: 'allowed', status: 404, body: 'text' }),
  'another origin: refused': (probe) => sendElsewhere(probe, { body: 'text' }),
  'another origin: a form': (probe) => sendElsewhere(probe, { cors: 'allowed' }, { method: 'POST', data: { a: 1 } }),
  'another origin: a form refused': (probe) => sendElsewhere(probe, {}, { method: 'POST', data: { a: 1 } }),
  'another origin: json': (probe) =>
    sendElsewhere(probe, { cors: 'allowed' }, { method: 'POST', data: '{}', contentType: 'application/json' }),
  'another origin: json refused': (probe) =>
    sendElsewhere(probe, {}, { method: 'POST', data: '{}', contentType: 'application/json' }),
  'another origin: PUT': (probe) => sendElsewhere(probe, { cors: 'allowed' }, { method: 'PUT', data: 'a=1' }),
  'another origin: a header': (probe) => sendElsewhere(probe, { cors: 'allowed' }, { headers: { 'X-One': '1' } }),
  'another origin: crossDomain false': (probe) => sendElsewhere(probe, { cors: 'allowed' }, { crossDomain: false }),
  'another origin: ifModified': async (probe) => {
    const answer = { cors: 'allowed', body: 'text', headers: { etag: '"1"' } } as const;
    await sendElsewhere(probe, answer, { ifModified: true });
  },
  'another origin: cookies': async (probe) => {
    const xhrFields = { withCredentials: true };
    const answer = { cors: 'with credentials', headers: { 'set-cookie': 'b=2' } } as const;
    await sendElsewhere(probe, answer);
    await sendElsewhere(probe, answer, { xhrFields });
    await sendElsewhere(probe, answer);
    await sendElsewhere(probe, answer, { xhrFields, method: 'POST', data: { a: 1 } });
    await sendElsewhere(probe, { cors: 'allowed' }, { xhrFields });
  },
  'no server': (probe) => probe.follow(probe.library.ajax('http://127.0.0.1:1/', probe.watched())),
};

function sendElsewhere(probe: Probe, answer: Answer, settings?: AjaxSettings): Promise<void> {
  return probe.follow(probe.library.ajax(probe.elsewhere(answer), probe.watched(settings)));
}
