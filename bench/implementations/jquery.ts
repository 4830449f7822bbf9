import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

import { jqueryLike, type JQueryLike } from './jquery-like.js';

const require = createRequire(import.meta.url);
const { jQueryFactory } = require('jquery/factory') as { jQueryFactory: (window: unknown) => JQueryLike };

/** jQuery needs a window. Its `then` waits by the `setTimeout` of that window, so it gets Node's, which is leaner. */
const { window } = new JSDOM('');
Object.assign(window, { setTimeout });

export const implementation = jqueryLike(jQueryFactory(window));
