'use strict';

const assert = require('node:assert');
const { traceDeferreds } = require('rx-deferred/trace');
const { adapterOf } = require('./adapter.cjs');

let events = 0;
traceDeferreds(() => {
  events += 1;
});
const { deferred } = adapterOf((traced) => traced);

/** The deferred itself as the promise, while all deferreds are traced. */
exports.deferred = () => {
  const before = events;
  const made = deferred();
  assert(events > before, 'Expected its creation to be traced');
  return made;
};
