'use strict';

const assert = require('node:assert');
const { jQueryFactory } = require('jquery/factory');
const { JSDOM } = require('jsdom');
const { isDeferred } = require('rx-deferred');
const { installDeferred } = require('rx-deferred/jquery');

const jQuery = jQueryFactory(new JSDOM('').window);
installDeferred(jQuery);
assert(isDeferred(jQuery.Deferred()), "jQuery's own would pass, too");

/** What `$.Deferred()` gives, as the promise. It is closed over, as in the adapters of the core. */
exports.deferred = () => {
  const deferred = jQuery.Deferred();
  return {
    promise: deferred,
    resolve: (value) => void deferred.resolve(value),
    reject: (reason) => void deferred.reject(reason),
  };
};
