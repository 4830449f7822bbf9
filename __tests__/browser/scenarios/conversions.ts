import type { Scenario } from './probe.js';

const json = 'application/json';
const xml = 'application/xml';

/** The conversion of bodies, by content type and by the requested data types. */
export const conversions: Readonly<Record<string, Scenario>> = {
  'text by its type': (probe) => probe.send({ body: 'text' }),
  'no type': (probe) => probe.send({ type: '', body: '{"a":1}' }),
  'html by its type': (probe) => probe.send({ type: 'text/html; charset=utf-8', body: '<p>text</p>' }),
  'html with a script': (probe) =>
    probe.send({ type: 'text/html', body: '<script>executed = 1</script>' }, { dataType: 'html' }),
  'json by its type': (probe) => probe.send({ type: `${json}; charset=utf-8`, body: '{"a":[1,"ü"]}' }),
  'json by a type of its own': (probe) => probe.send({ type: 'application/vnd.api+json', body: '[1]' }),
  'json asked for, sent as text': (probe) => probe.send({ body: '{"a":1}' }, { dataType: 'json' }),
  'json asked for, sent as html': (probe) => probe.send({ type: 'text/html', body: '[1]' }, { dataType: 'json' }),
  'json asked for, sent as xml': (probe) => probe.send({ type: xml, body: '[1]' }, { dataType: 'json' }),
  'json in capitals': (probe) => probe.send({ body: '[1]' }, { dataType: 'JSON' }),
  'text sent as json': (probe) => probe.send({ type: json, body: 'text' }),
  'text asked for, sent as json': (probe) => probe.send({ type: json, body: '{"a":1}' }, { dataType: 'text' }),
  'html asked for, sent as json': (probe) => probe.send({ type: json, body: '{"a":1}' }, { dataType: 'html' }),
  'text asked for, sent as xml': (probe) => probe.send({ type: xml, body: '<a/>' }, { dataType: 'text' }),
  'an empty body as json': (probe) => probe.send({ type: json }),
  'an empty body asked for as json': (probe) => probe.send({}, { dataType: 'json' }),
  'an empty body as xml': (probe) => probe.send({ type: xml }),
  'an empty body': (probe) => probe.send({}),
  'null as json': (probe) => probe.send({ type: json, body: 'null' }),
  'json of a failure': (probe) => probe.send({ status: 422, type: json, body: '{"errors":["name"]}' }),
  'bad json of a failure': (probe) => probe.send({ status: 500, type: json, body: '<p>' }, { dataType: 'json' }),
  'xml of a failure': (probe) => probe.send({ status: 500, type: xml, body: '<error/>' }),
  'text of a failure, json asked for': (probe) => probe.send({ status: 404, body: 'none' }, { dataType: 'json' }),

  'xml by its type': (probe) => probe.send({ type: 'text/xml', body: '<a><b c="1"/></a>' }),
  'xml asked for': (probe) => probe.send({ body: '<a>ü</a>', type: 'text/plain; charset=utf-8' }, { dataType: 'xml' }),
  'xml in the encoding that it declares': (probe) =>
    probe.send({ type: xml, body: '<?xml version="1.0" encoding="iso-8859-1"?><a>ü</a>' }),
  'bad xml': (probe) => probe.send({ type: xml, body: '<a><b></a>' }),
  'text asked for as xml': (probe) => probe.send({ body: '<a/>' }, { dataType: 'text xml' }),
  'xml to json': (probe) => probe.send({ type: xml, body: '<a/>' }, { dataType: 'xml json' }),
  'json to text': (probe) => probe.send({ type: json, body: '{"a":1}' }, { dataType: 'json text' }),
  'text asked for as json': (probe) => probe.send({ body: '{"a":1}' }, { dataType: 'text json' }),
  'anything asked for as json': (probe) => probe.send({ body: '{"a":1}' }, { dataType: '* json' }),
  'an unknown type': (probe) => probe.send({ body: 'text' }, { dataType: 'foo' }),
  'text to an unknown type': (probe) => probe.send({ body: 'text' }, { dataType: 'text foo' }),
  'an unknown type of a failure': (probe) => probe.send({ status: 500, body: 'text' }, { dataType: 'foo' }),
  'a data type of spaces': (probe) => probe.send({ type: json, body: '[1]' }, { dataType: '  ' }),
  'an empty data type': (probe) => probe.send({ type: json, body: '[1]' }, { dataType: '' }),

  'mimeType json': (probe) => probe.send({ body: '[1]' }, { mimeType: json }),
  'mimeType text for json': (probe) => probe.send({ type: json, body: '[1]' }, { mimeType: 'text/plain' }),
  'overrideMimeType before sending': (probe) =>
    probe.send(
      { body: '[1]' },
      {
        beforeSend(jqXHR) {
          probe.note('same', jqXHR.overrideMimeType(json) === jqXHR);
        },
      },
    ),
  'overrideMimeType after sending': async (probe) => {
    const jqXHR = probe.library.ajax(probe.url({ body: '[1]' }), probe.watched());
    jqXHR.overrideMimeType(json);
    await probe.follow(jqXHR);
  },
  'a charset by mimeType': (probe) => probe.send({ body: 'ü' }, { mimeType: 'text/plain; charset=iso-8859-1' }),
  'a byte order mark': (probe) => probe.send({ type: json, body: '\uFEFF[1]' }),

  'dataFilter of text': (probe) => probe.send({ body: 'text' }, { dataFilter: filter(probe, (text) => `${text}!`) }),
  'dataFilter of json': (probe) =>
    probe.send({ type: json, body: ')]}[1]' }, { dataFilter: filter(probe, (text) => text.slice(3)) }),
  'dataFilter of json asked for': (probe) =>
    probe.send({ body: '[1]' }, { dataType: 'json', dataFilter: filter(probe, () => '[2]') }),
  'dataFilter that gives no text': (probe) =>
    probe.send({ body: '[1]' }, { dataType: 'json', dataFilter: filter(probe, () => 5) }),
  'dataFilter of a failure': (probe) =>
    probe.send({ status: 404, body: 'x' }, { dataFilter: filter(probe, () => 'y') }),
  'dataFilter of no content': (probe) => probe.send({ status: 204 }, { dataFilter: filter(probe, () => 'y') }),
};

interface Log {
  note(name: string, ...values: unknown[]): void;
}

function filter(log: Log, change: (text: string) => unknown) {
  return function (this: unknown, text: string, dataType: string | undefined): unknown {
    log.note('dataFilter', text, dataType, 'this:', this);
    return change(text);
  };
}
