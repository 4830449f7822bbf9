import { createRequire } from 'node:module';

import { promises, type PromiseClass } from './promises.js';

const require = createRequire(import.meta.url);

export const implementation = promises(require('bluebird') as PromiseClass);
