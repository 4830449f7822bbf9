const { TestEnvironment: JsdomEnvironment } = require('jest-environment-jsdom');
const { forMutants } = require('./environment.cjs');

module.exports = forMutants(JsdomEnvironment);
