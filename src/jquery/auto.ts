import { installDeferred } from './install.js';
import type { JQueryLike } from './types.js';

installDeferred((globalThis as unknown as { jQuery: JQueryLike }).jQuery);
