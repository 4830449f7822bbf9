import { createRequire } from 'node:module';

import { jqueryLike, type JQueryLike } from './jquery-like.js';

const require = createRequire(import.meta.url);

export const implementation = jqueryLike(require('jquery-deferred') as JQueryLike);
