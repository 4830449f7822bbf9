'use strict';

const { adapterOf } = require('./adapter.cjs');

/** What `then()` gives, as do `catch`, `finally`, `pipe` and `when`. */
module.exports = adapterOf((deferred) => deferred.then());
