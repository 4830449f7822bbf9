import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

import type { JQueryLike } from './jquery-like.js';

/** A jQuery, as far as it is measured, which this package can be installed on. */
type JQuery = JQueryLike & { readonly fn: { readonly jquery: string } };

const require = createRequire(import.meta.url);
const { jQueryFactory } = require('jquery/factory') as { jQueryFactory: (window: unknown) => JQuery };

/** Makes a jQuery with a window. Its `then` waits by the `setTimeout` of that, so it gets Node's, which is leaner. */
export function createJQuery(): JQuery {
  const { window } = new JSDOM('');
  Object.assign(window, { setTimeout });
  return jQueryFactory(window);
}
