import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

import type { JQueryLike } from './jquery-like.js';

/** The measured part of a jQuery on which this package can be installed. */
type JQuery = JQueryLike & { readonly fn: { readonly jquery: string } };

const require = createRequire(import.meta.url);
const { jQueryFactory } = require('jquery/factory') as { jQueryFactory: (window: unknown) => JQuery };

/** Creates a jQuery with a window. Its `then` uses `window.setTimeout`, so the window gets the one of Node.js. */
export function createJQuery(): JQuery {
  const { window } = new JSDOM('');
  Object.assign(window, { setTimeout });
  return jQueryFactory(window);
}
