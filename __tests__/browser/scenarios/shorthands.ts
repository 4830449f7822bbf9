import type { Scenario } from './probe.js';

const text = { body: '{"a":1}' };

/** `get`, `post` and `getJSON`, in each of their overloads. */
export const shorthands: Readonly<Record<string, Scenario>> = {
  'get(url)': (probe) => probe.follow(probe.library.get(probe.url(text))),
  'get(url, success)': (probe) => probe.follow(probe.library.get(probe.url(text), probe.on('success'))),
  'get(url, success, dataType)': (probe) =>
    probe.follow(probe.library.get(probe.url(text), probe.on('success'), 'json')),
  'get(url, data)': (probe) => probe.follow(probe.library.get(probe.url(text), { a: [1] })),
  'get(url, data, success, dataType)': (probe) =>
    probe.follow(probe.library.get(probe.url(text), { a: 1 }, probe.on('success'), 'json')),
  'get(url, null, success, dataType)': (probe) =>
    probe.follow(probe.library.get(probe.url(text), null, probe.on('success'), 'json')),
  'get(url, undefined, success, dataType)': (probe) =>
    probe.follow(probe.library.get(probe.url(text), undefined, probe.on('success'), 'json')),
  'get(url, data, null, dataType)': (probe) => probe.follow(probe.library.get(probe.url(text), 'a=1', null, 'json')),
  'get(settings)': (probe) => probe.follow(probe.library.get(probe.watched({ url: probe.url(text), data: { a: 1 } }))),
  'get(settings) with a method': (probe) =>
    probe.follow(probe.library.get({ url: probe.url(text), method: 'PUT', data: { a: 1 } })),
  'get(settings) with a type': (probe) =>
    probe.follow(probe.library.get({ url: probe.url(text), type: 'PUT', data: { a: 1 } })),
  'post(url)': (probe) => probe.follow(probe.library.post(probe.url(text))),
  'post(url, success)': (probe) => probe.follow(probe.library.post(probe.url(text), probe.on('success'))),
  'post(url, success, dataType)': (probe) =>
    probe.follow(probe.library.post(probe.url(text), probe.on('success'), 'json')),
  'post(url, data)': (probe) => probe.follow(probe.library.post(probe.url(text), { a: [1] })),
  'post(url, data, success, dataType)': (probe) =>
    probe.follow(probe.library.post(probe.url(text), { a: 1 }, probe.on('success'), 'json')),
  'post(url, null, success, dataType)': (probe) =>
    probe.follow(probe.library.post(probe.url(text), null, probe.on('success'), 'json')),
  'post(url, undefined, success, dataType)': (probe) =>
    probe.follow(probe.library.post(probe.url(text), undefined, probe.on('success'), 'json')),
  'post(url, data, null, dataType)': (probe) => probe.follow(probe.library.post(probe.url(text), 'a=1', null, 'json')),
  'post(settings)': (probe) =>
    probe.follow(probe.library.post(probe.watched({ url: probe.url(text), data: { a: 1 } }))),
  'post(settings) with a method': (probe) =>
    probe.follow(probe.library.post({ url: probe.url(text), method: 'PUT', data: { a: 1 } })),
  'post(settings) with a type': (probe) =>
    probe.follow(probe.library.post({ url: probe.url(text), type: 'PUT', data: { a: 1 } })),
  'getJSON(url)': (probe) => probe.follow(probe.library.getJSON(probe.url(text))),
  'getJSON(url, success)': (probe) => probe.follow(probe.library.getJSON(probe.url(text), probe.on('success'))),
  'getJSON(url, data, success)': (probe) =>
    probe.follow(probe.library.getJSON(probe.url(text), { a: 1 }, probe.on('success'))),
  'getJSON(url, null, success)': (probe) =>
    probe.follow(probe.library.getJSON(probe.url(text), null, probe.on('success'))),
  'getJSON of what is none': (probe) =>
    probe.follow(probe.library.getJSON(probe.url({ body: 'none' }), probe.on('success'))),
};
