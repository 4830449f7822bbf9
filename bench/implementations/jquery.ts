import { jqueryLike } from './jquery-like.js';
import { createJQuery } from './jquery-window.js';

export const implementation = jqueryLike(createJQuery());
