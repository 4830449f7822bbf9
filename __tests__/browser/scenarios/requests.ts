import type { Scenario } from './probe.js';

const nested = {
  a: [1, 2, { b: 3 }],
  o: { p: { q: 'ü&= +' } },
  n: null,
  u: undefined,
  f: () => 'called',
  e: [],
  t: true,
};
const fields = { a: [1, 2], b: 'x y' };

/** The parts of a request: methods, data, headers and URLs. */
export const requests: Readonly<Record<string, Scenario>> = {
  ...Object.fromEntries(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'get', 'post', 'patch'].map((method) => [
      `data by ${method}`,
      (probe) => probe.send({}, { method, data: fields }),
    ]),
  ),
  'type in place of method': (probe) => probe.send({}, { type: 'PUT', data: 'a=1' }),
  'method before type': (probe) => probe.send({}, { type: 'PUT', method: 'DELETE' }),
  'nested data in the query': (probe) => probe.send({}, { data: nested }),
  'nested data in a form': (probe) => probe.send({}, { method: 'POST', data: nested }),
  'traditional in the query': (probe) => probe.send({}, { data: { ...fields, o: { p: 1 } }, traditional: true }),
  'traditional in a form': (probe) => probe.send({}, { method: 'POST', data: fields, traditional: true }),
  'a list of fields': (probe) =>
    probe.send(
      {},
      {
        method: 'POST',
        data: [
          { name: 'a', value: 1 },
          { name: 'a', value: 'x y' },
        ],
      },
    ),
  'a string in the query': (probe) => probe.send({}, { data: 'a=1&b=x%20y' }),
  'a string in a form': (probe) => probe.send({}, { method: 'POST', data: 'a=1&b=x%20y' }),
  'a string as json': (probe) =>
    probe.send({}, { method: 'POST', data: '{"a":"%20"}', contentType: 'application/json' }),
  'an object with a type of json': (probe) =>
    probe.send({}, { method: 'POST', data: { a: 1 }, contentType: 'application/json' }),
  'an object as json, not processed': (probe) =>
    probe.send({}, { method: 'POST', data: { a: 1 }, contentType: 'application/json', processData: false }),
  'processData false in the query': (probe) => probe.send({}, { data: { a: 1 }, processData: false }),
  'a string, not processed': (probe) => probe.send({}, { method: 'POST', data: 'a=%20', processData: false }),
  'a number': (probe) => probe.send({}, { method: 'POST', data: 5 }),
  'a number in the query': (probe) => probe.send({}, { data: 5 }),
  'empty data': (probe) => probe.send({}, { method: 'POST', data: {} }),
  'empty data in the query': (probe) => probe.send({}, { data: {} }),
  'an empty string': (probe) => probe.send({}, { method: 'POST', data: '' }),
  'data of null': (probe) => probe.send({}, { method: 'POST', data: null }),
  'no data': (probe) => probe.send({}, { method: 'POST' }),
  'inherited data': (probe) => probe.send({}, { method: 'POST', data: Object.create({ a: 1 }) as object }),
  'data with __proto__': (probe) =>
    probe.send({}, { method: 'POST', data: JSON.parse('{"__proto__":{"polluted":1},"a":1}') as object }),

  FormData: (probe) => {
    const data = new FormData();
    data.append('a', '1');
    data.append('file', new Blob(['content'], { type: 'text/plain' }), 'name.txt');
    return probe.send({}, { method: 'POST', data });
  },
  'a Blob with a type': (probe) =>
    probe.send({}, { method: 'POST', data: new Blob(['<p>'], { type: 'text/html' }), contentType: false }),
  'a Blob with a type, sent as a form': (probe) =>
    probe.send({}, { method: 'POST', data: new Blob(['<p>'], { type: 'text/html' }) }),
  'a Blob without a type': (probe) => probe.send({}, { method: 'POST', data: new Blob(['text']) }),
  'an ArrayBuffer': (probe) =>
    probe.send({}, { method: 'POST', data: new Uint8Array([97, 98]).buffer, contentType: 'application/octet-stream' }),
  'a typed array': (probe) =>
    probe.send({}, { method: 'POST', data: new Uint8Array([97, 98, 99]), contentType: 'application/octet-stream' }),
  'a part of a typed array': (probe) =>
    probe.send({}, { method: 'POST', data: new Uint8Array([97, 98, 99]).subarray(1), contentType: false }),
  'a DataView': (probe) =>
    probe.send({}, { method: 'POST', data: new DataView(new Uint8Array([97, 98, 99]).buffer, 1), contentType: false }),
  URLSearchParams: (probe) => probe.send({}, { method: 'POST', data: new URLSearchParams({ a: 'x y', b: 'ü' }) }),
  'URLSearchParams in the query': (probe) => probe.send({}, { data: new URLSearchParams({ a: 'x y', b: 'ü' }) }),
  'a body of 1 MB sent': (probe) => probe.send({}, { method: 'POST', data: 'a'.repeat(2 ** 20) }),

  'contentType false': (probe) => probe.send({}, { method: 'POST', data: 'text', contentType: false }),
  'contentType without data': (probe) => probe.send({}, { method: 'POST', contentType: 'application/json' }),
  'contentType of a GET': (probe) => probe.send({}, { contentType: 'application/json', data: { a: 1 } }),
  'contentType of a form in capitals': (probe) =>
    probe.send({}, { method: 'POST', data: 'a=%20', contentType: 'Application/x-www-form-urlencoded' }),
  'a type among the headers': (probe) =>
    probe.send({}, { method: 'POST', data: { a: 'x y' }, headers: { 'content-TYPE': 'text/custom' } }),
  'an empty type among the headers': (probe) =>
    probe.send({}, { method: 'POST', data: 'a=%20', headers: { 'Content-Type': '' } }),
  headers: (probe) => probe.send({}, { headers: { 'X-One': '1', 'x-one': '2', 'X-Two': 'a, b', Accept: 'image/png' } }),
  'headers that are no strings': (probe) =>
    probe.send({}, { headers: { 'X-Number': 5, 'X-Null': null, 'X-Undefined': undefined } as never }),
  'a header of bad name': (probe) => probe.send({}, { headers: { 'bad name': '1' } }),
  'a header of bad value': (probe) => probe.send({}, { headers: { 'x-one': 'a\nb' } }),
  'a method of bad name': (probe) => probe.send({}, { method: 'BAD METHOD' }),
  'a method that is forbidden': (probe) => probe.send({}, { method: 'TRACE' }),
  'setRequestHeader before sending': (probe) =>
    probe.send(
      {},
      {
        headers: { 'X-One': '1' },
        beforeSend(jqXHR) {
          probe.note('same', jqXHR.setRequestHeader('x-ONE', '2').setRequestHeader('x-two', '3') === jqXHR);
        },
      },
    ),
  'setRequestHeader after sending': async (probe) => {
    const jqXHR = probe.library.ajax(probe.url(), probe.watched());
    probe.note('same', jqXHR.setRequestHeader('x-late', '1') === jqXHR);
    await probe.follow(jqXHR);
    jqXHR.setRequestHeader('x-late', '1');
  },
  'an own X-Requested-With': (probe) => probe.send({}, { headers: { 'X-Requested-With': 'me' } }),
  'an own x-requested-with': (probe) => probe.send({}, { headers: { 'x-requested-with': 'me' } }),
  'an empty X-Requested-With': (probe) => probe.send({}, { headers: { 'X-Requested-With': '' } }),
  'accepts of a known type': (probe) => probe.send({ body: '[]' }, { dataType: 'json', accepts: { json: 'a/b' } }),
  'accepts of an own type': (probe) => probe.send({}, { dataType: 'text foo', accepts: { foo: 'x/foo' } }),
  'accepts of anything': (probe) => probe.send({}, { accepts: { '*': 'x/any' } }),
  'Accept of text': (probe) => probe.send({}, { dataType: 'text' }),
  'Accept of html': (probe) => probe.send({}, { dataType: 'html' }),
  'Accept of xml': (probe) => probe.send({ body: '<a/>', type: 'text/xml' }, { dataType: 'xml' }),

  'cache false': (probe) => probe.send({}, { cache: false }),
  'cache false with data': (probe) => probe.send({}, { cache: false, data: { a: 1 } }),
  'cache false of a HEAD': (probe) => probe.send({}, { cache: false, method: 'HEAD' }),
  'cache false of a POST': (probe) => probe.send({}, { cache: false, method: 'POST', data: 'a=1' }),
  'cache false again': (probe) => probe.follow(probe.library.ajax(`${probe.url()}?_=1&a=1`, { cache: false })),
  'a query and data': (probe) => probe.follow(probe.library.ajax(`${probe.url()}?a=1`, { data: { b: 2 } })),
  'a fragment': (probe) =>
    probe.follow(probe.library.ajax(`${probe.url()}#part`, probe.watched({ data: { b: 2 }, cache: false }))),
  'a fragment of a POST': (probe) =>
    probe.follow(probe.library.ajax(`${probe.url()}#part`, { method: 'POST', data: 'a' })),
  'an address of two question marks': (probe) =>
    probe.follow(probe.library.ajax(`${probe.url()}?a=?b`, { data: 'c=?' })),
  'the address in the settings': (probe) => probe.follow(probe.library.ajax({ url: probe.url(), method: 'POST' })),
  'the address in both': (probe) => probe.follow(probe.library.ajax(probe.url(), { url: 'http://localhost:1/' })),
  'an address that is none': (probe) => probe.follow(probe.library.ajax('http://:80x/', probe.watched())),
  'an address of another protocol': (probe) => probe.follow(probe.library.ajax('foo:bar', probe.watched())),
  'settings with undefined': (probe) =>
    probe.send(
      {},
      { method: undefined, contentType: undefined, dataType: undefined, processData: undefined, data: [] },
    ),

  'a name and a password': (probe) =>
    probe.send({ credentials: 'Ada:secret', body: 'text' }, { username: 'Ada', password: 'secret' }),
  'a wrong password': (probe) => probe.send({ credentials: 'Ada:secret' }, { username: 'Ada', password: 'wrong' }),
  'cookies of the own origin': async (probe) => {
    await probe.send({ headers: { 'set-cookie': 'a=1' } });
    await probe.send();
  },
};
