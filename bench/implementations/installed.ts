import { installDeferred } from 'rx-deferred/jquery';

import { jqueryLike } from './jquery-like.js';
import { createJQuery } from './jquery-window.js';

const jQuery = createJQuery();
installDeferred(jQuery);

export const implementation = jqueryLike(jQuery);
