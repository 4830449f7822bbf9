import type { AjaxSettings } from 'rx-deferred/ajax';

import type { Probe, Scenario } from './probe.js';

/** The callbacks of a request, with their arguments and in their order. */
export const callbacks: Readonly<Record<string, Scenario>> = {
  'a context': (probe) => probe.send({ body: 'text' }, { context: { name: 'context' } }),
  'a context of a failure': (probe) => probe.send({ status: 500 }, { context: { name: 'context' } }),
  'callbacks of null': (probe) =>
    probe.send({}, { success: null, error: null, complete: null, statusCode: null, beforeSend: null } as never),
  'nested lists of callbacks': (probe) =>
    probe.send({}, { success: [[probe.on('s1')], [[probe.on('s2')]]], complete: [[probe.on('c1')], probe.on('c2')] }),
  'lists of statusCode': (probe) =>
    probe.send({ status: 404 }, { statusCode: { 404: [probe.on('1'), [probe.on('2')]], 200: probe.on('none') } }),
  'statusCode by number': (probe) =>
    probe.send({ status: 201, body: 'text' }, { statusCode: { 201: probe.on('201') } }),
  'statusCode of a parser error': (probe) =>
    probe.send({ body: 'text' }, { dataType: 'json', statusCode: { 200: probe.on('200'), 0: probe.on('0') } }),
  'statusCode of nothing': async (probe) => {
    const jqXHR = probe.library.ajax(probe.url(), probe.watched());
    probe.note('same', jqXHR.statusCode(null) === jqXHR, jqXHR.statusCode(undefined) === jqXHR);
    await probe.follow(jqXHR);
  },
  'handlers added by handlers': async (probe) => {
    const jqXHR = probe.library.ajax(
      probe.url(),
      probe.watched({
        success() {
          jqXHR.done(probe.on('done by success')).statusCode({ 200: probe.on('statusCode by success') });
          probe.note('in success', jqXHR.state(), jqXHR.readyState, jqXHR.status);
        },
        complete() {
          jqXHR.done(probe.on('done by complete')).statusCode({ 200: probe.on('statusCode by complete') });
          probe.note('after complete');
        },
      }),
    );
    jqXHR.done(() => {
      jqXHR.always(probe.on('always by done'));
    });
    await probe.follow(jqXHR);
  },
  'requests in handlers': async (probe) => {
    let second = Promise.resolve();
    await probe.send(
      {},
      {
        complete() {
          second = probe.send({ body: 'second' });
          probe.note('sent the second');
        },
      },
    );
    await second;
  },
  'then and catch': async (probe) => {
    const { ajax } = probe.library;
    probe.note('then', await ajax(probe.url({ body: 'text' })).then((...args) => args.length));
    probe.note('catch', await ajax(probe.url({ status: 404 })).catch((...args) => args.length));
    probe.note('await', await ajax(probe.url({ body: 'text' })));
  },
  'beforeSend sees the settings': (probe) =>
    probe.send(
      {},
      {
        data: { a: 1 },
        beforeSend(jqXHR, { url, type, data, hasContent, dataTypes, crossDomain, contentType, processData }) {
          probe.note('beforeSend', jqXHR, 'this:', this);
          probe.note('settings', url, type, data, hasContent, dataTypes, crossDomain, contentType, processData);
        },
      },
    ),
  'beforeSend sees the body': (probe) =>
    probe.send(
      {},
      {
        type: 'post',
        data: { a: 'x y' },
        context: { name: 'context' },
        beforeSend(jqXHR, { type, data, hasContent }) {
          probe.note('beforeSend', jqXHR, type, data, hasContent, jqXHR.readyState, jqXHR.state(), 'this:', this);
        },
      },
    ),
  ...changes({
    'the address': (settings) => {
      settings.url += '?changed=1';
    },
    'the method': (settings) => {
      settings.type = 'PUT';
    },
    'the data': (settings) => {
      settings.data = 'changed=1';
    },
    'the data into an object': (settings) => {
      settings.data = { changed: 1 };
    },
    'success and complete': (settings, probe) => {
      settings.success = probe.on('changed success');
      settings.complete = probe.on('changed complete');
    },
    error: (settings, probe) => {
      settings.error = probe.on('changed error');
    },
    statusCode: (settings, probe) => {
      settings.statusCode = { 200: probe.on('changed statusCode') };
    },
    context: (settings) => {
      settings.context = { name: 'changed' };
    },
    dataFilter: (settings) => {
      settings.dataFilter = () => 'filtered';
    },
    dataType: (settings) => {
      settings.dataType = 'json';
    },
    dataTypes: ({ dataTypes }) => {
      dataTypes[0] = 'json';
    },
    mimeType: (settings) => {
      settings.mimeType = 'application/json';
    },
    headers: (settings) => {
      settings.headers = { 'X-Changed': '1' };
    },
    crossDomain: (settings) => {
      settings.crossDomain = true;
    },
    timeout: (settings) => {
      settings.timeout = 10_000;
    },
    contentType: (settings) => {
      settings.contentType = 'changed/type';
    },
  }),
  'beforeSend returns false': (probe) =>
    probe.send({}, { context: { name: 'context' }, beforeSend: () => false, timeout: 50 }),
  'beforeSend returns nothing true': (probe) => probe.send({}, { beforeSend: () => 0 }),
  'beforeSend aborts': (probe) =>
    probe.send(
      {},
      {
        beforeSend(jqXHR) {
          probe.note('same', jqXHR.done(probe.on('done')).fail(probe.on('fail before')).abort() === jqXHR);
        },
      },
    ),
  'beforeSend aborts with a text': (probe) => probe.send({}, { beforeSend: (jqXHR) => void jqXHR.abort('no') }),
  'beforeSend throws': (probe) =>
    probe.send(
      {},
      {
        beforeSend() {
          throw new RangeError('no');
        },
      },
    ),
  'fields before the end': (probe) => {
    const jqXHR = probe.library.ajax(probe.url());
    probe.note('fields', jqXHR.status, jqXHR.statusText, jqXHR.responseText, jqXHR.getAllResponseHeaders());
    probe.note('header', jqXHR.getResponseHeader('content-type'));
    return probe.follow(jqXHR);
  },
  'crossDomain true': (probe) => probe.send({}, { crossDomain: true }),
};

type Changed = Parameters<NonNullable<AjaxSettings['beforeSend']>>[1];

function changes(all: Record<string, (settings: Changed, probe: Probe) => void>): Record<string, Scenario> {
  return Object.fromEntries(
    Object.entries(all).map(([what, change]) => [
      `beforeSend changes ${what}`,
      (probe) =>
        probe.send(
          { body: '[1]' },
          {
            method: 'POST',
            data: { a: 1 },
            beforeSend(_, settings) {
              change(settings, probe);
            },
          },
        ),
    ]),
  );
}
