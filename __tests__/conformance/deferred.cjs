'use strict';

const { adapterOf } = require('./adapter.cjs');

/** The deferred itself as the promise. */
module.exports = adapterOf((deferred) => deferred);
