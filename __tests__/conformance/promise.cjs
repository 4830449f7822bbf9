'use strict';

const { adapterOf } = require('./adapter.cjs');

/** The plain object that `promise()` gives. */
module.exports = adapterOf((deferred) => deferred.promise());
