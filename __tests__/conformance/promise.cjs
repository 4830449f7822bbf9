'use strict';

const { adapterOf } = require('./adapter.cjs');

/** The promise that `promise()` gives. */
module.exports = adapterOf((deferred) => deferred.promise());
